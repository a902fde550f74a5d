using NhiPortal.Domain.Owners;
using static NhiPortal.Domain.Owners.OwnerRole;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>How the story of one control point goes; the last confirmation is placed so that it ends that way today.</summary>
internal enum OwnerTale
{
    Fresh,
    JustNow,
    Due,
    Overdue,

    /// <summary>Lapsed: nobody confirmed it in time.</summary>
    Stale,

    /// <summary>Given up without a successor.</summary>
    GivenUp,

    /// <summary>Taken over by the second person named.</summary>
    HandedOver,

    /// <summary>The second person named gave it up; only some time later was the present owner found.</summary>
    Recovered,

    /// <summary>The second person named was asked first and declined.</summary>
    DeclinedFirst,

    /// <summary>Asked some days ago, no answer yet.</summary>
    Waiting,

    /// <summary>Asked, said no; nobody else was asked since.</summary>
    Declined,

    /// <summary>Entered by the register import without asking.</summary>
    Imported,
}

/// <summary>Who owns what, and how that came about.</summary>
internal static class DemoOwners
{
    public static IReadOnlyList<(string Target, string Owner, string? Deputy)> Systems { get; } =
    [
        ("corp-directory", "sofia", "mateo"), ("orders-db", "mateo", "mateusz"), ("saas-crm", "anjali", "sara"), ("cloud-prod", "sofia", "ren"),
        ("cloud-staging", "mateusz", null), ("git-host", "sofia", "mateusz"), ("hr-system", "zoe", "noa"), ("staging-directory", "ren", "mateusz"),
        ("payroll-db", "mateo", "mateusz"), ("claims-app", "rajesh", "gustavo"), ("build-hosts", "fatima", null), ("lab-cluster", "andrei", "meiling"),
    ];

    /// <summary>Business owner and IAM owner with a deputy each; the last column is the security operations contact.</summary>
    public static IReadOnlyList<(string Integration, string Business, string? BusinessDeputy, string Iam, string? IamDeputy, string? Watcher)> Integrations { get; } =
    [
        ("hr-sync", "noor", "zoe", "jonas", "siobhan", "daniel"), ("onboarding-agent", "noor", "noa", "jonas", "siobhan", "daniel"),
        ("access-cleaner", "noor", "zoe", "jonas", "mai", "daniel"), ("incident-responder", "anjali", "sara", "jonas", "siobhan", "daniel"),
        ("release-captain", "mateusz", null, "jonas", "mai", null), ("cloud-cost-agent", "anjali", null, "siobhan", "mai", null),
        ("claims-triage-agent", "charlotte", "rajesh", "hana", "gustavo", "daniel"), ("policy-quote-agent", "charlotte", "aoife", "hana", null, "daniel"),
        ("lab-notebook-agent", "fatima", null, "mai", null, null), ("code-review-agent", "meiling", "fatima", "mai", "siobhan", null),
        ("benefits-enrolment-agent", "noor", "zoe", "jonas", "siobhan", null), ("contract-reader", "sara", null, "siobhan", null, null),
        ("vendor-helpdesk", "zoe", "noor", "jonas", "siobhan", "daniel"), ("copperline-chatops", "zoe", null, "jonas", "mai", "daniel"),
        ("copperline-asset-scan", "meiling", null, "mai", null, null), ("quill-crm-sync", "anjali", "sara", "siobhan", "mai", "daniel"),
        ("quill-campaigns", "sara", "anjali", "siobhan", null, "daniel"), ("tidewall-restore", "mateusz", "ren", "jonas", "siobhan", "daniel"),
        ("tidewall-archive", "mateusz", null, "siobhan", null, null), ("meridia-payroll-run", "aoife", "charlotte", "hana", "gustavo", "daniel"),
        ("meridia-tax-filing", "viktor", null, "hana", null, null), ("nightly-backup", "mateusz", "ren", "jonas", "mai", "daniel"),
        ("cert-renewal", "ren", "mateusz", "jonas", "siobhan", null), ("vpn-cert-issuer", "noa", null, "siobhan", "mai", null),
        ("dormant-account-sweep", "noor", "noa", "jonas", "mai", null), ("db-schema-migrator", "mateusz", null, "siobhan", "mai", null),
        ("repo-permission-sync", "ren", null, "jonas", "siobhan", null), ("staging-refresh", "ren", "mateusz", "mai", null, null),
        ("staging-seeder", "ren", null, "ren", null, null), ("orphan-bot", "sara", null, "siobhan", "mai", null),
        ("claims-report-export", "rajesh", "charlotte", "hana", "gustavo", null), ("payroll-close", "aoife", null, "gustavo", "hana", null),
        ("runner-image-builder", "fatima", "meiling", "mai", "siobhan", null), ("gpu-quota-bot", "fatima", null, "mai", null, null),
        ("artifact-signer", "ren", null, "jonas", "mai", null), ("legacy-ldap-sync", "zoe", "noa", "jonas", "siobhan", "daniel"),
        ("badge-system-import", "henrik", "noa", "siobhan", "mai", null), ("mainframe-batch", "gustavo", "rajesh", "hana", null, "daniel"),
        ("ftp-partner-drop", "elif", null, "siobhan", null, null), ("old-ticket-bridge", "zoe", null, "siobhan", null, null),
    ];

    /// <summary>Every control point whose story is not simply fresh; the second person is who the tale needs besides the owner.</summary>
    public static IReadOnlyList<(string Thing, OwnerRole Role, OwnerTale Tale, string? Second)> Tales { get; } =
    [
        ("corp-directory", SystemOwner, OwnerTale.JustNow, null), ("hr-sync", BusinessOwner, OwnerTale.JustNow, null), ("hr-sync", IamOwner, OwnerTale.JustNow, null),
        ("vendor-helpdesk", BusinessOwner, OwnerTale.JustNow, null), ("vendor-helpdesk", IamOwner, OwnerTale.JustNow, null),
        ("git-host", SystemOwner, OwnerTale.Due, null), ("claims-app", SystemOwner, OwnerTale.Overdue, null), ("lab-cluster", SystemOwner, OwnerTale.Stale, null),
        ("build-hosts", SystemOwner, OwnerTale.GivenUp, null), ("saas-crm", SystemOwner, OwnerTale.HandedOver, "elif"),
        ("onboarding-agent", BusinessOwner, OwnerTale.Due, null), ("onboarding-agent", IamOwner, OwnerTale.Due, null),
        ("access-cleaner", BusinessOwner, OwnerTale.Overdue, null), ("access-cleaner", IamOwner, OwnerTale.Due, null),
        ("copperline-chatops", IamOwner, OwnerTale.Overdue, null), ("cloud-cost-agent", BusinessOwner, OwnerTale.Due, null),
        ("benefits-enrolment-agent", BusinessOwner, OwnerTale.Waiting, null), ("benefits-enrolment-agent", IamOwner, OwnerTale.Waiting, null),
        ("contract-reader", BusinessOwner, OwnerTale.Declined, null), ("artifact-signer", IamOwner, OwnerTale.Waiting, null),
        ("quill-crm-sync", BusinessOwner, OwnerTale.HandedOver, "sara"), ("quill-crm-sync", IamOwner, OwnerTale.Due, null),
        ("quill-campaigns", BusinessOwner, OwnerTale.Overdue, null), ("tidewall-restore", BusinessOwner, OwnerTale.DeclinedFirst, "ren"),
        ("meridia-payroll-run", IamOwner, OwnerTale.HandedOver, "gustavo"), ("meridia-tax-filing", BusinessOwner, OwnerTale.Imported, null),
        ("cert-renewal", BusinessOwner, OwnerTale.Due, null), ("vpn-cert-issuer", BusinessOwner, OwnerTale.Overdue, null),
        ("db-schema-migrator", IamOwner, OwnerTale.Stale, null), ("orphan-bot", BusinessOwner, OwnerTale.GivenUp, null),
        ("payroll-close", BusinessOwner, OwnerTale.Due, null), ("runner-image-builder", IamOwner, OwnerTale.DeclinedFirst, "siobhan"),
        ("legacy-ldap-sync", IamOwner, OwnerTale.Due, null), ("mainframe-batch", BusinessOwner, OwnerTale.Stale, null),
        ("claims-report-export", IamOwner, OwnerTale.Recovered, "gustavo"), ("repo-permission-sync", BusinessOwner, OwnerTale.Recovered, "mateusz"),
    ];

    /// <summary>Open nominations that would replace a holder, or fill a gap, once accepted.</summary>
    public static IReadOnlyList<(string Thing, OwnerRole Role, string Nominee, string? Deputy, int DaysAgo)> Successors { get; } =
    [
        ("staging-directory", SystemOwner, "sofia", "ren", 3), ("build-hosts", SystemOwner, "mateo", "mateusz", 5), ("orphan-bot", BusinessOwner, "noor", "zoe", 2),
        ("badge-system-import", BusinessOwner, "noa", null, 8), ("ftp-partner-drop", BusinessOwner, "mateusz", null, 4),
        ("db-schema-migrator", IamOwner, "jonas", "mai", 1), ("lab-cluster", SystemOwner, "fatima", null, 19),
    ];
}
