namespace NhiPortal.Domain.Channels;

/// <summary>A class of the Open Cybersecurity Schema Framework that events are told as.</summary>
public sealed record OcsfClass(int Uid, string Name, int CategoryUid, string Category)
{
    public static readonly OcsfClass DetectionFinding = new(2004, "Detection Finding", 2, "Findings");
    public static readonly OcsfClass AccountChange = new(3001, "Account Change", 3, Iam);
    public static readonly OcsfClass Authentication = new(3002, "Authentication", 3, Iam);
    public static readonly OcsfClass AuthorizeSession = new(3003, "Authorize Session", 3, Iam);
    public static readonly OcsfClass EntityManagement = new(3004, "Entity Management", 3, Iam);
    public static readonly OcsfClass UserAccess = new(3005, "User Access Management", 3, Iam);

    private const string Iam = "Identity & Access Management";
}

/// <summary>How one kind of event is told: its class, its activity there, and whether it is about something that failed.</summary>
public sealed record OcsfMap(OcsfClass Class, int Activity, bool Failed, int Severity)
{
    /// <summary>The version of the schema that is written.</summary>
    public const string Version = "1.3.0";

    private const int Other = 99, Informational = 1, Low = 2, Medium = 3, High = 4, Critical = 5;

    /// <summary>Every kind has a class; what none of the others is about is the management of an entity.</summary>
    public static OcsfMap Of(string kind, string? severity = null)
    {
        if (Special(kind, severity) is { } special)
            return special;
        return kind.EndsWith(".refused", StringComparison.Ordinal)
            ? new(OcsfClass.EntityManagement, Other, true, Medium)
            : new(OcsfClass.EntityManagement, EntityActivity(kind), Failed: Word(kind) is "failed" or "failing" or "gave_up" or "anchor_failed", SeverityOf(kind));
    }

    private static OcsfMap? Special(string kind, string? severity) => kind switch
    {
        "access.allowed" => new(OcsfClass.AuthorizeSession, 1, false, Informational),
        "access.denied" or "access.refused" => new(OcsfClass.AuthorizeSession, 1, true, Low),
        "person.signed_in" => new(OcsfClass.Authentication, 1, false, Informational),
        "person.signed_out" => new(OcsfClass.Authentication, 2, false, Informational),
        "person.sign_in.refused" or "token.refused" => new(OcsfClass.Authentication, 1, true, Medium),
        "person.created" or "person.first_seen" => new(OcsfClass.AccountChange, 1, false, Informational),
        "person.returned" => new(OcsfClass.AccountChange, 2, false, Informational),
        "person.disabled" => new(OcsfClass.AccountChange, 5, false, Informational),
        "person.left" => new(OcsfClass.AccountChange, 6, false, Informational),
        "rotation.closed" => new(OcsfClass.AccountChange, 3, false, Informational),
        "request.approved" or "request.pre_approved" or "execution.applied" => new(OcsfClass.UserAccess, 1, false, Informational),
        "break_glass.used" => new(OcsfClass.UserAccess, 1, false, High),
        "execution.failed" or "removal.failed" or "revocation.failed" => new(OcsfClass.UserAccess, kind == "execution.failed" ? 1 : 2, true, High),
        "grant.expired" or "grant.returned" or "execution.reverted" or "removal.confirmed" or "privilege.revoked" or "revocation.carried_out" or "revocation.confirmed" => new(OcsfClass.UserAccess, 2, false, Informational),
        "grant.revoked" or "stop.begun" => new(OcsfClass.UserAccess, 2, false, kind == "stop.begun" ? High : Low),
        "finding.opened" or "finding.reopened" => new(OcsfClass.DetectionFinding, 1, false, SeverityNamed(severity)),
        "finding.closed" => new(OcsfClass.DetectionFinding, 3, false, SeverityNamed(severity)),
        "gap.opened" => new(OcsfClass.DetectionFinding, 1, false, Medium),
        "gap.closed" => new(OcsfClass.DetectionFinding, 3, false, Informational),
        "log.verification_failed" or "journal.unreadable" => new(OcsfClass.DetectionFinding, 1, false, Critical),
        _ when kind.StartsWith("finding.", StringComparison.Ordinal) && !kind.EndsWith(".refused", StringComparison.Ordinal) => new(OcsfClass.DetectionFinding, 2, false, SeverityNamed(severity)),
        _ => null,
    };

    private static int EntityActivity(string kind) => Word(kind) switch
    {
        "added" or "registered" or "created" or "trusted" or "drafted" or "offered" or "nominated" or "asked" or "planned" or "begun" or "announced" or "found" => 1,
        "read" or "exported" or "taken" or "verified" => 2,
        "removed" or "retired" or "deleted" or "ended" or "lifted" or "cancelled" or "expired" or "declined" or "draft_discarded" => 4,
        "turned_on" => 8,
        "turned_off" => 9,
        "activated" or "accepted" or "started" => 10,
        "suspended" => 12,
        "resumed" => 13,
        "changed" or "published" or "attested" or "scheduled" or "snoozed" or "assigned" or "saved" or "reassigned" or "extended" or "rules_saved" or "policy_set" or "draft_saved" or "key_rotated" => 3,
        _ => Other,
    };

    private static int SeverityOf(string kind) => kind switch
    {
        "revocation.braked" or "break_glass.overdue" => High,
        "integration.suspended" or "rotation.failed" or "channel.gave_up" or "log.anchor_failed" or "evidence.failed" or "request.emergency" => Medium,
        "integration.retired" or "request.denied" or "request.escalated" or "policy.published" or "access_rules.published" or "unattended.policy_set" => Low,
        _ => Informational,
    };

    private static int SeverityNamed(string? severity) => severity switch
    {
        nameof(Findings.Severity.Critical) => Critical,
        nameof(Findings.Severity.High) => High,
        nameof(Findings.Severity.Medium) => Medium,
        nameof(Findings.Severity.Low) => Low,
        _ => Informational,
    };

    private static string Word(string kind) => kind[(kind.LastIndexOf('.') + 1)..];
}
