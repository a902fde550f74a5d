namespace NhiPortal.Domain.Reminders;

/// <summary>What a reminder says and where it leads.</summary>
public sealed record NoticeText(string Title, string Detail, string Link, DateTimeOffset? Due);

/// <summary>What a reminder is about: the thing names it, together with the person and the step.</summary>
public sealed record NoticeAbout(Guid Thing, RequestId? Request = null, OwnershipId? Ownership = null, DelegationId? Delegation = null, CredentialId? Credential = null);

/// <summary>
/// One reminder to one person, shown in the portal until what it is about is settled. Person, thing, kind and day are
/// unique, so that no instance and no second run can remind anybody of the same step twice.
/// </summary>
public sealed class Notice
{
    public const int LongestTitle = 300, LongestDetail = 600, LongestLink = 400;

    private Notice() { }

    public Guid Id { get; private set; }
    public PersonId PersonId { get; private set; }
    public ReminderKind Kind { get; private set; }
    public Guid Thing { get; private set; }
    public int Day { get; private set; }
    public RequestId? RequestId { get; private set; }
    public OwnershipId? OwnershipId { get; private set; }
    public DelegationId? DelegationId { get; private set; }
    public CredentialId? CredentialId { get; private set; }
    public string Title { get; private set; } = "";
    public string Detail { get; private set; } = "";

    /// <summary>The path of the one screen where it is done.</summary>
    public string Link { get; private set; } = "";

    public DateTimeOffset? DueAt { get; private set; }
    public DateTimeOffset RaisedAt { get; private set; }
    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>When there was nothing left to do about it.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>The letter that tells of it; null while none does.</summary>
    public Guid? LetterId { get; private set; }

    public static Notice Raise(PersonId person, Rung rung, NoticeAbout about, NoticeText text, DateTimeOffset now)
    {
        var notice = new Notice
        {
            Id = Guid.CreateVersion7(now),
            PersonId = person,
            Kind = rung.Kind,
            Thing = about.Thing,
            Day = rung.Day,
            RequestId = about.Request,
            OwnershipId = about.Ownership,
            DelegationId = about.Delegation,
            CredentialId = about.Credential,
            RaisedAt = now,
        };
        notice.Retell(text);
        return notice;
    }

    /// <summary>Says it as it is now, and that it is to be done, even if for a while it was not.</summary>
    public void Retell(NoticeText text)
    {
        SettledAt = null;
        (Title, Detail) = (Text.Kept(text.Title, LongestTitle), Text.Kept(text.Detail, LongestDetail));
        (Link, DueAt) = (text.Link, text.Due);
    }

    public void See(DateTimeOffset now)
    {
        SeenAt ??= now;
        if (Kind.LeavesWhenSeen())
            Settle(now);
    }

    public void Settle(DateTimeOffset now) => SettledAt ??= now;

    public void TellBy(Letter letter) => LetterId = letter.Id;

    /// <summary>Its letter did not arrive; another may tell of it.</summary>
    public void Release() => LetterId = null;
}
