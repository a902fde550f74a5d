using System.Globalization;
using NhiPortal.Domain;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Audit;

/// <summary>What the log is narrowed to and where reading starts; the same words on the page, in its address and in the files.</summary>
public sealed record AuditFilter
{
    public const string Kind = "kind", Outcome = "outcome", Integration = "integration", Target = "target", Person = "person", Workload = "workload";
    public const string Period = "period", FromDay = "from", ToDay = "to", Before = "before", After = "after", ZoneName = "zone", ThisDay = "today";

    /// <summary>Filter names and the words the page shows for them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        [Kind] = "Kind", [Outcome] = "Outcome", [Period] = "Period", [FromDay] = "From", [ToDay] = "To",
        [Integration] = "Integration", [Target] = "Target", [Person] = "Person", [Workload] = "Workload",
    };

    /// <summary>What the period filter offers, and the words for it.</summary>
    public static readonly IReadOnlyList<(string Value, string Words)> Periods =
        [(ThisDay, "Today"), ("1", "Last 24 hours"), ("7", "Last 7 days"), ("30", "Last 30 days"), ("90", "Last 90 days")];

    /// <summary>Exact kinds, or groups of them by what stands before the first dot.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary><c>refused</c> or <c>denied</c>.</summary>
    public string? Ended { get; init; }

    public string? IntegrationKey { get; init; }
    public string? TargetKey { get; init; }

    /// <summary>A workload's subject under its issuer.</summary>
    public string? Subject { get; init; }

    /// <summary>As actor, as approver, or as the one it is about.</summary>
    public PersonId? Who { get; init; }

    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? Until { get; init; }

    /// <summary>Words the event's sentence holds.</summary>
    public string? Words { get; init; }

    /// <summary>Reading starts at the newest event older than the one of this row, or at the oldest newer one.</summary>
    public long? OlderThan { get; init; }

    public long? NewerThan { get; init; }

    public static AuditFilter From(ListQuery list, Zone zone, DateTimeOffset now) => new()
    {
        Kinds = list.FilterValues(Kind),
        Ended = AuditKinds.Outcomes.Any(outcome => outcome.Value == list.Filter(Outcome)) ? list.Filter(Outcome) : null,
        IntegrationKey = list.Filter(Integration),
        TargetKey = list.Filter(Target),
        Subject = list.Filter(Workload),
        Who = list.Filter(Person) is { } person ? new PersonId(Guid.TryParse(person, out var id) ? id : Guid.Empty) : null,
        Since = Day(list.Filter(FromDay)) is { } first ? zone.StartOf(first) : Begin(list.Filter(Period), zone, now),
        Until = Day(list.Filter(ToDay)) is { } last && last < DateOnly.MaxValue ? zone.StartOf(last.AddDays(1)) : null,
        Words = list.Q,
        OlderThan = Row(list.Filter(Before)),
        NewerThan = Row(list.Filter(After)),
    };

    private static DateTimeOffset? Begin(string? period, Zone zone, DateTimeOffset now) => period switch
    {
        ThisDay => zone.StartOf(DateOnly.FromDateTime(zone.Local(now).DateTime)),
        _ when int.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 3660 => now.AddDays(-days),
        _ => null,
    };

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9000 ? day : null;

    private static long? Row(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : null;
}
