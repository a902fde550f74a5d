namespace NhiPortal.Data.Seed.Demo;

/// <summary>What the integrations ask for, day in, day out; each line stands for several resources, taken in turn.</summary>
internal static class DemoAsks
{
    private sealed record Line(string Integration, string Target, string Action, string[] Resources, string[] Parameters, int Minutes, int Uses, string Why);

    private static readonly Line[] Lines =
    [
        new("hr-sync", "corp-directory", "account.create_admin", ["adm-people-ops", "adm-benefits", "adm-hr-lead"], [], 60, 2, "New people partner starts today; role profile HR-ADM-2 includes an administrator account."),
        new("hr-sync", "corp-directory", "group.add_member", ["HR Approvers", "Payroll Readers", "People Leads"], ["u20188", "u20233", "u20301", "u20377"], 60, 4, "Position changed in the HR system; the role profile includes this group."),
        new("onboarding-agent", "corp-directory", "account.create", ["j.moreau", "s.lindgren", "p.okonkwo", "t.arslan"], [], 120, 3, "Starts on Monday; account from template Office."),
        new("onboarding-agent", "corp-directory", "group.add_member", ["grp-sales-emea", "grp-warehouse", "grp-finance"], ["j.moreau", "s.lindgren", "t.arslan"], 120, 4, "Group from the position's template."),
        new("onboarding-agent", "hr-system", "account.create", ["j.moreau", "p.okonkwo"], [], 60, 2, "Self-service account for a new employee."),
        new("access-cleaner", "corp-directory", "group.remove_member", ["Contractors", "Project Aurora", "VPN Users"], ["u18802", "u19417", "u17555"], 240, 12, "No use for 94 days; the member was told twice."),
        new("access-cleaner", "corp-directory", "account.disable", ["m.oduya", "k.ferrante", "temp-0417"], [], 120, 6, "No sign-in for 120 days and no open exception."),
        new("access-cleaner", "saas-crm", "role.revoke", ["pipeline-admin", "export-all"], ["h.novak", "i.castro"], 120, 5, "Role unused since the reorganisation."),
        new("incident-responder", "corp-directory", "account.disable", ["a.svensson", "b.ito"], [], 30, 2, "Impossible travel and a new forwarding rule, incident INC-2231."),
        new("incident-responder", "corp-directory", "credential.reset", ["a.svensson", "c.mbeki"], [], 30, 2, "Credential seen in a dump, incident INC-2245."),
        new("incident-responder", "cloud-prod", "session.elevate", ["vm-edge-02", "vm-edge-14"], [], 90, 14, "Collect memory of a host that talks to a known bad address."),
        new("release-captain", "git-host", "role.grant", ["repo-portal/maintainer", "repo-billing/maintainer"], ["release-captain", "hotfix-bot"], 120, 8, "Release window; maintainer right for tagging only."),
        new("release-captain", "cloud-prod", "credential.issue", ["deploy-portal", "deploy-billing"], [], 45, 6, "Short deployment credential for the release pipeline."),
        new("cloud-cost-agent", "cloud-staging", "role.revoke", ["load-test/owner", "sandbox-7/contributor"], ["team-apollo", "team-zephyr"], 180, 10, "Environment idle for 40 days; owner agreed."),
        new("cloud-cost-agent", "cloud-prod", "quota.change", ["gpu-eu-west", "public-addresses"], [], 60, 5, "Unused quota is paid for; lower it to last quarter's peak."),
        new("claims-triage-agent", "claims-app", "role.grant", ["claims-handler/storm", "claims-handler/fleet"], ["team-north", "team-coast"], 240, 16, "Storm claims exceed the team's capacity; cover from another team."),
        new("policy-quote-agent", "claims-app", "secret.read", ["rating/table-key", "rating/partner-key"], [], 60, 9, "Rating table for today's quotes."),
        new("code-review-agent", "git-host", "role.grant", ["repo-lab-models/maintainer", "repo-lab-tools/maintainer"], ["merge-bot"], 60, 5, "Merge of a reviewed change; protected branch."),
        new("vendor-helpdesk", "corp-directory", "credential.reset", ["g.ferrante", "l.haas", "w.adeleke", "e.novotna"], [], 30, 2, "Caller verified by call-back and employee number."),
        new("vendor-helpdesk", "corp-directory", "account.unlock", ["g.ferrante", "r.silva", "n.kaya"], [], 45, 3, "Locked after five wrong attempts; caller verified."),
        new("copperline-chatops", "corp-directory", "account.unlock", ["r.silva", "o.lehto", "v.marin"], [], 30, 2, "Unlock asked for in the support chat, identity confirmed."),
        new("copperline-asset-scan", "build-hosts", "session.elevate", ["host-ci-03", "host-ci-11"], [], 60, 10, "Quarterly inventory of local accounts."),
        new("quill-crm-sync", "saas-crm", "role.grant", ["sales-emea/lead", "sales-apac/lead"], ["k.bauer", "y.sato"], 60, 7, "Territory change decided by sales leadership."),
        new("quill-campaigns", "saas-crm", "data.export", ["campaigns/spring", "campaigns/renewals"], [], 60, 5, "Audience for an approved campaign."),
        new("tidewall-restore", "orders-db", "session.elevate", ["orders/restore-test"], [], 60, 8, "Monthly restore test, agreed with the database team."),
        new("meridia-payroll-run", "payroll-db", "secret.read", ["payroll/bank-file-key", "payroll/tax-key"], [], 60, 6, "Monthly payroll run, period closed by Alder Mutual."),
        new("meridia-payroll-run", "payroll-db", "data.export", ["payroll/run-current"], [], 60, 4, "Bank file for the monthly run."),
        new("meridia-tax-filing", "payroll-db", "data.export", ["tax/wage-summary"], [], 60, 3, "Wage tax is due on the tenth."),
        new("nightly-backup", "orders-db", "secret.read", ["backup/orders-key"], [], 480, 40, "Encryption key for tonight's copy."),
        new("nightly-backup", "orders-db", "data.export", ["backup/orders-full", "backup/orders-delta"], [], 480, 34, "Weekly full copy to the second site."),
        new("cert-renewal", "cloud-prod", "secret.rotate", ["cert/portal", "cert/gateway", "cert/mail"], [], 240, 8, "Certificate ends within 20 days."),
        new("cert-renewal", "git-host", "secret.rotate", ["cert/runner"], [], 240, 5, "Runner certificate ends within 20 days."),
        new("vpn-cert-issuer", "corp-directory", "credential.issue", ["device-4471", "device-4502", "device-4519"], [], 120, 4, "New notebook handed out; device certificate needed."),
        new("dormant-account-sweep", "corp-directory", "account.disable", ["svc-old-scanner", "ext-agency-12", "temp-0391"], [], 240, 9, "Weekly sweep; sixty days without sign-in."),
        new("db-schema-migrator", "orders-db", "role.grant", ["schema-orders/owner", "schema-stock/owner"], ["svc-migrator"], 120, 11, "Schema change in the release window, reviewed."),
        new("repo-permission-sync", "git-host", "role.grant", ["repo-portal/writer", "repo-apps/writer"], ["team-web", "team-mobile"], 120, 10, "Team membership changed in the access file, reviewed."),
        new("staging-refresh", "staging-directory", "account.create", ["qa-01", "qa-02"], [], 240, 12, "Weekly rebuild of staging."),
        new("staging-seeder", "staging-directory", "account.create", ["test-load-1"], [], 60, 6, "Load test accounts."),
        new("orphan-bot", "corp-directory", "group.add_member", ["list-all-hands", "list-nordics"], ["u20455", "u20460"], 240, 6, "Distribution list follows the office list."),
        new("claims-report-export", "claims-app", "data.export", ["reports/weekly", "reports/solvency"], [], 180, 20, "Weekly figures for the regulator."),
        new("payroll-close", "payroll-db", "role.grant", ["closing-writer"], ["svc-close"], 240, 12, "Month-end close."),
        new("runner-image-builder", "build-hosts", "credential.issue", ["image-builder-eu"], [], 240, 9, "Monthly image with security updates."),
        new("gpu-quota-bot", "lab-cluster", "quota.change", ["gpu-batch-a", "gpu-batch-b"], [], 120, 7, "Booked experiment."),
        new("lab-notebook-agent", "lab-cluster", "quota.change", ["notebook-shared"], [], 60, 4, "Shared notebook ran out of memory."),
        new("legacy-ldap-sync", "corp-directory", "group.add_member", ["tel-reception", "tel-support"], ["u19872", "u20011"], 480, 22, "Change in the telephone system."),
        new("badge-system-import", "corp-directory", "account.disable", ["b.keller", "q.amin"], [], 120, 3, "Badge handed in at reception."),
        new("mainframe-batch", "payroll-db", "role.grant", ["batch-post"], ["BATCHP1"], 240, 14, "Posting run of the month."),
        new("ftp-partner-drop", "orders-db", "data.export", ["partner/stock-list"], [], 120, 5, "Daily stock list for partners."),
    ];

    /// <summary>The next ask by a throw of the dice, among integrations that have been registered for a while by then.</summary>
    public static DemoAsk Draw(Random dice, int daysAgo)
    {
        while (true)
        {
            var line = Lines[dice.Next(Lines.Length)];
            if (DemoIntegrations.Rows.Single(row => row.Key == line.Integration).RegisteredDaysAgo < daysAgo + 8)
                continue;
            return new DemoAsk(
                line.Integration, line.Target, line.Action, line.Resources[dice.Next(line.Resources.Length)],
                line.Parameters.Length == 0 ? null : line.Parameters[dice.Next(line.Parameters.Length)], line.Minutes, line.Uses, line.Why)
            {
                StartedBy = line.Integration is "release-captain" ? "mateusz" : line.Integration is "incident-responder" ? "daniel" : null,
                ByBusinessOwner = line.Integration is "staging-refresh" || (line.Integration is "quill-crm-sync" && dice.Next(2) == 0),
            };
        }
    }
}
