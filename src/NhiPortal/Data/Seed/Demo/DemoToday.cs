using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using static NhiPortal.Domain.Owners.OwnerRole;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>What is open right now: requests that wait for somebody, and grants that still have time left.</summary>
internal static class DemoToday
{
    private static readonly (int MinutesAgo, DemoAsk Ask, PlannedAnswer[] Answers)[] Waiting =
    [
        (2, new("hr-sync", "corp-directory", "account.create_admin", "adm-payroll-lead", null, 60, 0, "Payroll lead starts today; role profile HR-ADM-4 includes an administrator account."), []),
        (11, new("vendor-helpdesk", "corp-directory", "credential.reset", "g.ferrante", null, 30, 0, "Caller verified by call-back and employee number; travels to a customer in an hour."), []),
        (38, new("hr-sync", "corp-directory", "group.add_member", "Finance Approvers", "u20417", 60, 0, "Acting finance lead until the end of the month, position change PC-8841."),
            [Yes(IamOwner, 9)]),
        (70, new("onboarding-agent", "hr-system", "account.create", "n.dubois", null, 60, 0, "Self-service account for an employee who starts tomorrow."),
            [Yes(SystemOwner, 22)]),
        (95, new("incident-responder", "cloud-prod", "session.elevate", "vm-edge-21", null, 90, 0, "Collect memory of a host that talks to a known bad address, incident INC-2291.") { StartedBy = "daniel" },
            [Yes(SystemOwner, 31)]),
        (200, new("meridia-payroll-run", "payroll-db", "secret.read", "payroll/bank-file-key", null, 60, 0, "Monthly payroll run; the bank's window closes this evening.") { Ticket = "CHG-48120" }, []),
        (250, new("nightly-backup", "orders-db", "data.export", "backup/orders-full", null, 480, 0, "Weekly full copy to the second site."), []),
        (540, new("release-captain", "git-host", "role.grant", "repo-portal/maintainer", "release-captain", 120, 0, "Release window tonight; maintainer right for tagging only.") { StartedBy = "sofia" }, []),
        (780, new("access-cleaner", "corp-directory", "account.disable", "m.oduya", null, 120, 0, "No sign-in for 120 days and no open exception.") { ByBusinessOwner = true },
            [Yes(IamOwner, 240)]),
        (1200, new("quill-crm-sync", "saas-crm", "role.grant", "sales-emea/lead", "k.bauer", 60, 0, "Territory change decided by sales leadership."), []),
    ];

    private static readonly (int MinutesAgo, int Uses, DemoAsk Ask, PlannedAnswer[] Answers)[] Live =
    [
        (55, 2, new("hr-sync", "corp-directory", "group.add_member", "Payroll Readers", "u20402", 60, 2, "Position changed in the HR system; the role profile includes this group."), [Yes(SystemOwner, 4), Yes(IamOwner, 13)]),
        (52, 3, new("vendor-helpdesk", "corp-directory", "account.unlock", "n.kaya", null, 50, 3, "Locked after five wrong attempts; caller verified."), [Yes(IamOwner, 3), Yes(SystemOwner, 8)]),
        (120, 11, new("nightly-backup", "orders-db", "secret.read", "backup/orders-key", null, 480, 11, "Encryption key for tonight's copy."), [Yes(SystemOwner, 14)]),
        (210, 5, new("cert-renewal", "cloud-prod", "secret.rotate", "cert/portal", null, 240, 5, "Certificate ends within 20 days."), [Yes(SystemOwner, 12)]),
        (34, 4, new("access-cleaner", "corp-directory", "group.remove_member", "Contractors", "u18802", 120, 4, "No use for 94 days; the member was told twice."), [Yes(IamOwner, 6), Yes(SystemOwner, 11)]),
        (160, 9, new("claims-triage-agent", "claims-app", "role.grant", "claims-handler/storm", "team-north", 240, 9, "Storm claims exceed the team's capacity; cover from another team."), [Yes(SystemOwner, 20), Yes(IamOwner, 41)]),
        (40, 0, new("tidewall-restore", "orders-db", "secret.read", "orders/restore-key", null, 60, 0, "Monthly restore test, agreed with the database team."), [Yes(SystemOwner, 10), Yes(IamOwner, 18)]),
    ];

    public static void Plan(DemoWorld world)
    {
        foreach (var (minutes, ask, answers) in Waiting)
            world.Line.At(world.Now.AddMinutes(-minutes), at => RequestStory.Begin(world, ask, new AskPlan(answers), at));
        foreach (var (minutes, uses, ask, answers) in Live)
            // The uses are planned over the whole life of a grant; those that lie ahead never happen.
            world.Line.At(world.Now.AddMinutes(-minutes), at => RequestStory.Begin(world, ask, new AskPlan(answers) { Uses = uses * 2 }, at));
    }

    private static PlannedAnswer Yes(OwnerRole role, double after) => new(role, after, Verdict.Approve);
}
