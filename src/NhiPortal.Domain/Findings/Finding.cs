using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings;

/// <summary>Where a finding stands.</summary>
public enum FindingStatus
{
    Open,
    Excepted,
    Closed,
}

/// <summary>
/// Something wrong that somebody must put right. Only its rule opens it and only its cause's end closes it: no person
/// can close one, they can take it on, or two of them can accept it for a while.
/// </summary>
public sealed class Finding
{
    public const int LongestExceptionDays = 180;

    private Finding() { }

    public FindingId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Rule { get; private set; } = "";

    /// <summary>What it is about, stable; with the rule it is unique.</summary>
    public string Subject { get; private set; } = "";

    public Severity Severity { get; private set; }
    public IntegrationId? IntegrationId { get; private set; }
    public TargetId? TargetId { get; private set; }
    public CredentialId? CredentialId { get; private set; }
    public PersonId? PersonId { get; private set; }
    public OwnerRole? Role { get; private set; }
    public string Sentence { get; private set; } = "";
    public IReadOnlyList<FindingFact> Facts { get; private set; } = [];
    public Fixer Fixer { get; private set; }
    public PersonId? FixerId { get; private set; }
    public FindingStatus Status { get; private set; }

    /// <summary>How often its cause has come; the moments are those of the last time.</summary>
    public int Openings { get; private set; }

    public DateTimeOffset FirstOpenedAt { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The days of opening and closing, counted from day one, so that a trend can be counted by the database.</summary>
    public int OpenedDay { get; private set; }

    public int? ClosedDay { get; private set; }
    public PersonId? AssigneeId { get; private set; }
    public PersonId? ExceptionAskedById { get; private set; }
    public DateTimeOffset? ExceptionAskedAt { get; private set; }
    public string? ExceptionReason { get; private set; }
    public string? ExceptionControl { get; private set; }
    public DateTimeOffset? ExceptionUntil { get; private set; }
    public PersonId? ExceptionAgreedById { get; private set; }
    public DateTimeOffset? ExceptionAgreedAt { get; private set; }
    public int Version { get; private set; }

    public bool ExceptionIsPending => ExceptionAskedAt is not null && ExceptionAgreedAt is null;

    public static Finding Open(IFindingRule rule, FindingHit hit, Picture picture, DateTimeOffset now)
    {
        var finding = new Finding
        {
            Id = Domain.Id.New<FindingId>(now),
            TenantId = picture.Tenant,
            Rule = rule.Name,
            Subject = hit.Subject,
            IntegrationId = picture.Integration,
            FirstOpenedAt = now,
        };
        finding.TargetId = picture.Target;
        finding.Begin(rule, hit, now);
        return finding;
    }

    /// <summary>The cause is there: reopens what was closed, ends an exception whose time is over; null when nothing is new.</summary>
    public FindingTurn? Still(IFindingRule rule, FindingHit hit, DateTimeOffset now)
    {
        if (Status == FindingStatus.Closed)
        {
            Begin(rule, hit, now);
            return FindingTurn.Reopened;
        }

        var described = Describe(rule, hit);
        if (ExceptionUntil is not { } until || now < until)
            return described ? FindingTurn.Described : null;
        var held = Status == FindingStatus.Excepted;
        ForgetException();
        // Whoever relied on the exception gets the rule's full time again, not a date long past.
        DueAt = held ? now.AddDays(rule.DaysToFix) : DueAt;
        return held ? FindingTurn.ExceptionEnded : FindingTurn.Described;
    }

    /// <summary>The cause is gone, whoever or whatever took it away.</summary>
    public FindingTurn? Gone(DateTimeOffset now)
    {
        if (Status == FindingStatus.Closed)
            return null;
        ForgetException();
        Status = FindingStatus.Closed;
        ClosedAt = now;
        ClosedDay = DayOf(now);
        return FindingTurn.Closed;
    }

    public Result<Done> Assign(PersonId? assignee)
    {
        if (Status == FindingStatus.Closed)
            return Over;
        if (AssigneeId == assignee)
            return new Refusal("assigned_already", assignee is null ? "Nobody is assigned." : "This person is assigned already.");
        AssigneeId = assignee;
        Version++;
        return default(Done);
    }

    /// <summary>Asks to accept the risk until a day; nothing changes before another person agrees.</summary>
    public Result<Done> AskException(PersonId by, string reason, string control, DateTimeOffset until, DateTimeOffset now)
    {
        if (Status == FindingStatus.Closed)
            return Over;
        if (ExceptionAskedAt is not null)
            return new Refusal("exception_there", Status == FindingStatus.Excepted ? "This is accepted as an exception already." : "An exception is asked for already; it waits for another person.");
        if (until <= now || until > now.AddDays(LongestExceptionDays))
            return new Refusal("exception_end", $"Choose an end between tomorrow and {LongestExceptionDays} days from now.");
        (ExceptionAskedById, ExceptionAskedAt, ExceptionReason, ExceptionControl, ExceptionUntil) = (by, now, reason, control, until);
        Version++;
        return default(Done);
    }

    public Result<Done> AgreeException(PersonId by, DateTimeOffset now)
    {
        if (Status == FindingStatus.Closed)
            return Over;
        if (!ExceptionIsPending || now >= ExceptionUntil)
            return new Refusal("nothing_asked", "No exception waits for an answer here.");
        if (by == ExceptionAskedById)
            return new Refusal("own_exception", "You asked for this exception; another person must agree.");
        if (by == AssigneeId || by == FixerId)
            return new Refusal("own_fix", "You are the one to put this right; another person must agree to leave it.");
        (ExceptionAgreedById, ExceptionAgreedAt, Status) = (by, now, FindingStatus.Excepted);
        Version++;
        return default(Done);
    }

    /// <summary>Takes an ask or an agreed exception back: the finding is open.</summary>
    public Result<Done> WithdrawException()
    {
        if (Status == FindingStatus.Closed)
            return Over;
        if (ExceptionAskedAt is null)
            return new Refusal("nothing_asked", "There is no exception to take back.");
        ForgetException();
        return default(Done);
    }

    private static Refusal Over => new("closed_already", "This finding has closed: its cause is gone.");

    private static int DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).DayNumber;

    private void Begin(IFindingRule rule, FindingHit hit, DateTimeOffset now)
    {
        Describe(rule, hit);
        Status = FindingStatus.Open;
        Openings++;
        (OpenedAt, OpenedDay, DueAt) = (now, DayOf(now), now.AddDays(rule.DaysToFix));
        (ClosedAt, ClosedDay, AssigneeId) = (null, null, null);
        Version++;
    }

    private bool Describe(IFindingRule rule, FindingHit hit)
    {
        var target = hit.Target ?? (IntegrationId is null ? TargetId : null);
        var same = (Severity, Sentence, Fixer, FixerId, TargetId, CredentialId, PersonId, Role) == (rule.Severity, hit.Sentence, rule.Fixer, hit.Fixer, target, hit.Credential, hit.Person, hit.Role)
            && Facts.SequenceEqual(hit.Facts);
        if (same)
            return false;
        (Severity, Sentence, Facts, Fixer, FixerId) = (rule.Severity, hit.Sentence, hit.Facts, rule.Fixer, hit.Fixer);
        (TargetId, CredentialId, PersonId, Role) = (target, hit.Credential, hit.Person, hit.Role);
        Version++;
        return true;
    }

    private void ForgetException()
    {
        (ExceptionAskedById, ExceptionAskedAt, ExceptionReason, ExceptionControl, ExceptionUntil) = (null, null, null, null, null);
        (ExceptionAgreedById, ExceptionAgreedAt) = (null, null);
        Status = Status == FindingStatus.Excepted ? FindingStatus.Open : Status;
        Version++;
    }
}
