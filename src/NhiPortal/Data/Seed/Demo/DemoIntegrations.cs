using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;
using static NhiPortal.Domain.Integrations.IntegrationKind;
using static NhiPortal.Domain.Targets.DeploymentEnvironment;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>What one line of the table says of an integration: how many days ago it was registered, and when it ends, if it does.</summary>
internal sealed record DemoIntegration(
    string Key, string Name, IntegrationKind Kind, string Tenant, DeploymentEnvironment Environment, int RegisteredDaysAgo, string Purpose,
    string? Vendor = null, int? EndsInDays = null);

/// <summary>The forty governed integrations.</summary>
internal static class DemoIntegrations
{
    public static IReadOnlyList<DemoIntegration> Rows { get; } =
    [
        new("hr-sync", "HR Sync", InternalAgent, "brunnvik", Production, 124, "Keeps directory accounts and groups in step with who works here and in which role."),
        new("onboarding-agent", "Onboarding Agent", InternalAgent, "brunnvik", Production, 123, "Prepares accounts and groups for people who start, before their first morning."),
        new("access-cleaner", "Access Cleaner", InternalAgent, "brunnvik", Production, 122, "Takes away memberships and roles that nobody has used for ninety days."),
        new("incident-responder", "Incident Responder", InternalAgent, "brunnvik", Production, 121, "Isolates compromised accounts and hosts while the on-call analyst watches."),
        new("release-captain", "Release Captain", InternalAgent, "brunnvik", Production, 120, "Cuts releases and hands short deployment rights to the pipeline."),
        new("cloud-cost-agent", "Cloud Cost Agent", InternalAgent, "brunnvik", Production, 95, "Finds idle cloud resources and the roles that keep them alive."),
        new("claims-triage-agent", "Claims Triage Agent", InternalAgent, "alder-mutual", Production, 119, "Sorts incoming claims and opens cases to the right handlers."),
        new("policy-quote-agent", "Policy Quote Agent", InternalAgent, "alder-mutual", Production, 118, "Quotes standard policies; reads rating secrets at run time."),
        new("lab-notebook-agent", "Lab Notebook Agent", InternalAgent, "tessera-labs", Development, 117, "Files experiment notes and opens compute for researchers."),
        new("code-review-agent", "Code Review Agent", InternalAgent, "tessera-labs", Production, 60, "Reviews changes and lends maintainer rights for a merge."),
        new("benefits-enrolment-agent", "Benefits Enrolment Agent", InternalAgent, "brunnvik", Staging, 6, "Will enrol new employees in benefit plans; waits for its owners to accept."),
        new("contract-reader", "Contract Reader", InternalAgent, "brunnvik", Development, 12, "Will extract renewal dates from contracts; its first nominee declined."),

        new("vendor-helpdesk", "Copperline Helpdesk Agent", VendorOperated, "brunnvik", Production, 124, "Resets credentials and unlocks accounts for callers Copperline has verified.", "copperline"),
        new("copperline-chatops", "Copperline ChatOps", VendorOperated, "brunnvik", Production, 110, "Unlocks accounts from the support chat.", "copperline"),
        new("copperline-asset-scan", "Copperline Asset Scan", VendorOperated, "tessera-labs", Production, 100, "Inventories build hosts and the accounts on them.", "copperline"),
        new("quill-crm-sync", "Quillsign CRM Sync", VendorOperated, "brunnvik", Production, 116, "Keeps customer records and sales territories aligned.", "quillsign"),
        new("quill-campaigns", "Quillsign Campaigns", VendorOperated, "brunnvik", Production, 108, "Sends campaign mail on behalf of marketing; suspended after an unexpected export.", "quillsign"),
        new("tidewall-restore", "Tidewall Restore", VendorOperated, "brunnvik", Production, 115, "Restores databases and subscriptions from Tidewall's vault.", "tidewall"),
        new("tidewall-archive", "Tidewall Archive", VendorOperated, "brunnvik", Production, 120, "Moved cold backups to tape; replaced by Tidewall Restore.", "tidewall"),
        new("meridia-payroll-run", "Meridia Payroll Run", VendorOperated, "alder-mutual", Production, 120, "Runs the monthly payroll against the payroll database.", "meridia"),
        new("meridia-tax-filing", "Meridia Tax Filing", VendorOperated, "alder-mutual", Production, 114, "Files wage tax; its register entry still names the vendor's contact as owner.", "meridia"),

        new("nightly-backup", "Nightly Backup", ScriptedAutomation, "brunnvik", Production, 124, "Reads the backup key of the orders database and writes the nightly copy."),
        new("cert-renewal", "Certificate Renewal", ScriptedAutomation, "brunnvik", Production, 122, "Renews certificates before they run out, on cloud and code hosting."),
        new("vpn-cert-issuer", "VPN Certificate Issuer", ScriptedAutomation, "brunnvik", Production, 121, "Issues device certificates for remote access."),
        new("dormant-account-sweep", "Dormant Account Sweep", ScriptedAutomation, "brunnvik", Production, 119, "Disables accounts without sign-in for sixty days."),
        new("db-schema-migrator", "Schema Migrator", ScriptedAutomation, "brunnvik", Production, 113, "Applies schema changes to the orders database in the release window."),
        new("repo-permission-sync", "Repository Permission Sync", ScriptedAutomation, "brunnvik", Production, 112, "Mirrors team membership into repository roles."),
        new("staging-refresh", "Staging Refresh", ScriptedAutomation, "brunnvik", Staging, 111, "Rebuilds staging with masked data every weekend."),
        new("staging-seeder", "Staging Seeder", ScriptedAutomation, "brunnvik", Staging, 80, "Creates test accounts in staging; one person holds every role around it."),
        new("orphan-bot", "Distribution List Bot", ScriptedAutomation, "brunnvik", Production, 118, "Maintains distribution lists; nobody in the business claims it any more."),
        new("claims-report-export", "Claims Report Export", ScriptedAutomation, "alder-mutual", Production, 117, "Exports the weekly claims figures for the regulator."),
        new("payroll-close", "Payroll Close", ScriptedAutomation, "alder-mutual", Production, 116, "Opens the payroll database for the closing job and shuts it again."),
        new("runner-image-builder", "Runner Image Builder", ScriptedAutomation, "tessera-labs", Production, 105, "Builds images for the continuous integration runners."),
        new("gpu-quota-bot", "GPU Quota Bot", ScriptedAutomation, "tessera-labs", Development, 45, "Raises compute quotas for booked experiments."),
        new("artifact-signer", "Artifact Signer", ScriptedAutomation, "brunnvik", Production, 4, "Will sign release artifacts; waits for its owners to accept."),

        new("legacy-ldap-sync", "Legacy LDAP Sync", LegacyAutomation, "brunnvik", Production, 124, "Copies the telephone system's groups into the directory with a password from 2019.", EndsInDays: 120),
        new("badge-system-import", "Badge System Import", LegacyAutomation, "brunnvik", Production, 120, "Disables accounts of people whose badge was handed in.", EndsInDays: 200),
        new("mainframe-batch", "Mainframe Batch", LegacyAutomation, "alder-mutual", Production, 123, "Posts nightly batches; retires with the mainframe.", EndsInDays: 40),
        new("ftp-partner-drop", "Partner File Drop", LegacyAutomation, "brunnvik", Production, 119, "Hands partner files to the orders database; past its end of life.", EndsInDays: -3),
        new("old-ticket-bridge", "Old Ticket Bridge", LegacyAutomation, "brunnvik", Production, 122, "Bridged two ticket systems; retired when the old one was switched off.", EndsInDays: -30),
    ];

    /// <summary>Suspended, resumed and retired: by whom, how many days ago, and why.</summary>
    public static IReadOnlyList<(string Key, IntegrationStatus Status, int DaysAgo, string Person, string Reason)> Turns { get; } =
    [
        ("quill-campaigns", IntegrationStatus.Suspended, 5, "daniel", "Exported a customer list nobody had approved; waiting for the vendor's explanation."),
        ("policy-quote-agent", IntegrationStatus.Suspended, 33, "daniel", "Asked for rating secrets outside any run; under investigation."),
        ("incident-responder", IntegrationStatus.Suspended, 49, "daniel", "Isolated a host without an open incident."),
        ("incident-responder", IntegrationStatus.Active, 44, "priya", "Cause found: a stale incident id. Fixed and tested."),
        ("tidewall-archive", IntegrationStatus.Retired, 27, "priya", "Replaced by Tidewall Restore."),
        ("old-ticket-bridge", IntegrationStatus.Retired, 30, "priya", "The old ticket system was switched off."),
    ];
}
