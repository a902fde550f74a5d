using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Requests;

/// <summary>One line of the inbox: one request, or so many alike of one identity that they would bury the rest.</summary>
public sealed record InboxGroup(IReadOnlyList<InboxItem> Items)
{
    /// <summary>So many alike become one line.</summary>
    public const int Fewest = 10;

    public const int LongestReason = 200;

    public InboxItem First => Items[0];

    /// <summary>What its parts have in common, and no other line has.</summary>
    public ((WorkloadId Workload, string Action) Asks, string Target, OwnerRole Role, bool Standing) Alike => KeyOf(First);

    public bool IsFlood => Items.Count >= Fewest;

    /// <summary>How many it is, listed or not.</summary>
    public int Count => Math.Max(Items.Count, First.Alike.Count);

    public DateTimeOffset From => Items.Min(item => item.AskedAt);

    public DateTimeOffset Until => Items.Max(item => item.AskedAt);

    public string NewestReason => Items.MaxBy(item => item.AskedAt)!.Reason;

    /// <summary>What one answer may deny together; critical actions are never in it.</summary>
    public IReadOnlyList<InboxItem> Deniable { get; } = [.. Items.Where(item => item.MayBePicked)];

    /// <summary>What waited at this moment and is not listed: one answer denies it, too, and nothing that came later.</summary>
    public IReadOnlyList<Guid> Unlisted { get; } = Items.Any(item => item.MayBePicked) ? [.. Items[0].Alike.Except(Items.Select(item => item.Id))] : [];

    private static ((WorkloadId, string), string, OwnerRole, bool) KeyOf(InboxItem item) => (item.Asks, item.Target, item.Role, item.Terms is not null);

    public RiskLevel Risk => Items.Max(item => item.Risk);

    /// <summary>In the order of the inbox; a flood stands where its most pressing one would.</summary>
    public static IEnumerable<InboxGroup> Of(IEnumerable<InboxItem> items) => items.GroupBy(KeyOf)
        .SelectMany(alike => alike.Count() >= Fewest ? [new InboxGroup([.. alike])] : alike.Select(item => new InboxGroup([item])))
        .OrderBy(group => group.First.ExpiresAt).ThenByDescending(group => group.Risk);
}
