namespace NhiPortal.Domain.Reminders;

/// <summary>How far one kind of reminder goes for a person.</summary>
public sealed record KindChoice(ReminderKind Kind, Reach Reach);

/// <summary>What a person wishes about their reminders.</summary>
public sealed record ReminderWishes(string Zone, int DigestHour, int? QuietFrom, int? QuietUntil, IReadOnlyList<KindChoice> Kinds);

/// <summary>One person's own settings for reminders, and when their next digest is due.</summary>
public sealed class ReminderChoices
{
    public const int LongestZone = 100;

    private ReminderChoices() { }

    public PersonId PersonId { get; private set; }
    public string Zone { get; private set; } = "";
    public int DigestHour { get; private set; }
    public int? QuietFrom { get; private set; }
    public int? QuietUntil { get; private set; }

    /// <summary>What differs from everything by mail, and news in the portal.</summary>
    public IReadOnlyList<KindChoice> Kinds { get; private set; } = [];

    public DateTimeOffset NextDigestAt { get; private set; }

    /// <summary>When the person last chose themselves; null while they have the portal's defaults.</summary>
    public DateTimeOffset? ChosenAt { get; private set; }

    public int Version { get; private set; }

    public OwnHours Hours => new(TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var zone) ? zone : TimeZoneInfo.Utc, DigestHour, QuietFrom, QuietUntil);

    public static ReminderChoices Default(PersonId person, string zone, int digestHour, DateTimeOffset now)
    {
        var choices = new ReminderChoices { PersonId = person, Zone = zone, DigestHour = digestHour };
        choices.Digested(now);
        return choices;
    }

    public Reach ReachOf(ReminderKind kind) => Kinds.FirstOrDefault(choice => choice.Kind == kind)?.Reach ?? (kind.IsNews() ? Reach.Portal : Reach.Mail);

    public Result<Done> Choose(ReminderWishes wishes, DateTimeOffset now)
    {
        if (wishes.Zone.Length > LongestZone || !TimeZoneInfo.TryFindSystemTimeZoneById(wishes.Zone, out _))
            return new Refusal("unknown_zone", "Choose a time zone from the list.");
        if (wishes.DigestHour is < 0 or > 23 || wishes.QuietFrom is < 0 or > 23 || wishes.QuietUntil is < 0 or > 23)
            return new Refusal("unknown_hour", "Choose full hours from 0 to 23.");
        if (wishes.QuietFrom is null != wishes.QuietUntil is null || (wishes.QuietFrom is { } from && from == wishes.QuietUntil))
            return new Refusal("quiet_hours", "Quiet hours need a beginning and another hour at which they end.");
        if (wishes.Kinds.Any(choice => !Enum.IsDefined(choice.Kind) || !Enum.IsDefined(choice.Reach) || (choice.Reach == Reach.Nowhere && !choice.Kind.MayBeSilent())))
            return new Refusal("must_reach", "What waits for your answer is always shown in the portal.");
        if (wishes.Kinds.Any(choice => choice.Kind.IsNews() && choice.Reach == Reach.Mail))
            return new Refusal("never_mailed", "News is shown in the portal and not mailed.");
        (Zone, DigestHour, QuietFrom, QuietUntil) = (wishes.Zone, wishes.DigestHour, wishes.QuietFrom, wishes.QuietUntil);
        Kinds = [.. wishes.Kinds.Where(choice => choice.Reach != (choice.Kind.IsNews() ? Reach.Portal : Reach.Mail)).DistinctBy(choice => choice.Kind).OrderBy(choice => choice.Kind)];
        ChosenAt = now;
        Digested(now);
        return default(Done);
    }

    /// <summary>Sets the next digest, once one has been looked after.</summary>
    public void Digested(DateTimeOffset now)
    {
        NextDigestAt = Hours.NextDigest(now);
        Version++;
    }
}
