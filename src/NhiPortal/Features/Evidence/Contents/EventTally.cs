using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit;

namespace NhiPortal.Features.Evidence.Contents;

/// <summary>One administrative action as the report lists it.</summary>
internal sealed record TalliedAction(long Leaf, DateTimeOffset At, string Sentence, string Workload, string Approvers, string Integration, string Target, string Request);

/// <summary>
/// Counts a package's events while they pass by, and keeps a few: a random sample of the administrative actions, and those
/// that name no workload or no approver. Whoever has the seed draws the same sample again.
/// </summary>
/// <param name="seed">The root that the checkpoint signed: nobody could choose it to get a sample they like.</param>
internal sealed class EventTally(string seed)
{
    public const int SampleSize = 25, MostListed = 200;

    private readonly SortedList<string, TalliedAction> sample = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> groups = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Campaign, int Item), List<long>> reviews = [];
    private readonly List<TalliedAction> unattributed = [];

    public string Seed => seed;

    /// <summary>In the order in which they were drawn.</summary>
    public IReadOnlyList<TalliedAction> Sample => [.. sample.Values];

    /// <summary>The first of the actions that lack a workload or an approver.</summary>
    public IReadOnlyList<TalliedAction> Unattributed => unattributed;

    public IReadOnlyList<(string Title, long Count)> Groups =>
        [.. groups.Select(group => (AuditKinds.GroupTitle(group.Key), group.Value)).OrderByDescending(group => group.Value).ThenBy(group => group.Item1, StringComparer.Ordinal)];

    /// <summary>The leaves of what the log says of one item of an access review; item 0 is the campaign itself.</summary>
    public IReadOnlyList<long> LeavesOf(string campaign, int item) => reviews.GetValueOrDefault((campaign, item)) ?? [];

    /// <summary>The place of an action in the draw: the smallest are the sample.</summary>
    public static string Draw(string seed, long leaf) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}:{leaf}"))));

    public void Add(JsonElement body, long leaf, string kind, bool action, bool named)
    {
        var group = AuditKinds.GroupOf(kind);
        CollectionsMarshal.GetValueRefOrAddDefault(groups, group, out _)++;
        if (group == "review")
            AddReview(body, leaf);
        if (!action)
            return;
        if (!named && unattributed.Count < MostListed)
            unattributed.Add(Read(body, leaf));
        var draw = Draw(seed, leaf);
        if (sample.Count == SampleSize && string.CompareOrdinal(draw, sample.Keys[^1]) >= 0)
            return;
        sample.Add(draw, Read(body, leaf));
        if (sample.Count > SampleSize)
            sample.RemoveAt(SampleSize);
    }

    private void AddReview(JsonElement body, long leaf)
    {
        if (!body.TryGetProperty("facts", out var facts) || !facts.TryGetProperty("campaign", out var campaign) || campaign.GetString() is not { } id)
            return;
        var item = facts.TryGetProperty("item", out var number) && int.TryParse(number.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
        (CollectionsMarshal.GetValueRefOrAddDefault(reviews, (id, item), out _) ??= []).Add(leaf);
    }

    private static TalliedAction Read(JsonElement body, long leaf)
    {
        var told = AuditBody.Parse(body.GetRawText());
        return new(
            leaf, told.At, told.Sentence, told.Workload is { } workload ? $"{workload.Subject} ({workload.Issuer})" : "", string.Join("; ", (told.Approvers ?? []).Select(approver => $"{approver.Name} ({approver.Role})")),
            told.Integration?.Key ?? "", told.Target?.Key ?? "", told.Request?.ToString() ?? "");
    }
}
