using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Grants;

/// <summary>Which grants a list or a file is about; the same words on the page, in its address and in the export.</summary>
public sealed record GrantFilter
{
    public const string State = "state", Integration = "integration", Target = "target", Since = "since";

    /// <summary>Filter names and the words the page shows for them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        [State] = "Show", [Integration] = "Integration", [Target] = "Target", [Since] = "Began",
    };

    /// <summary>What the state filter offers, and the words for it.</summary>
    public static readonly IReadOnlyList<(string Value, string Words)> States =
        [("live", "Live now"), ("ended", "Ended"), ("revoked", "Revoked"), ("unused", "Never used")];

    public string? Show { get; init; }
    public string? IntegrationKey { get; init; }
    public string? TargetKey { get; init; }
    public int? Days { get; init; }
    public string? Words { get; init; }
    public string? Sort { get; init; }
    public bool Descending { get; init; }

    public static GrantFilter From(ListQuery list) => new()
    {
        Show = States.Any(state => state.Value == list.Filter(State)) ? list.Filter(State) : null,
        IntegrationKey = list.Filter(Integration),
        TargetKey = list.Filter(Target),
        Days = int.TryParse(list.Filter(Since), out var days) && days is > 0 and <= 3660 ? days : null,
        Words = list.Q,
        Sort = list.Sort,
        Descending = list.Descending,
    };

    /// <summary>The grants the actor may see that match.</summary>
    internal IQueryable<Grant> Apply(PortalDb db, Actor actor, DateTimeOffset now)
    {
        var found = db.Grants.AsNoTracking().To(actor, db);
        found = Show switch
        {
            "live" => found.Where(g => g.Status == GrantStatus.Active && g.Until > now),
            "ended" => found.Where(g => g.Status != GrantStatus.Active || g.Until <= now),
            "revoked" => found.Where(g => g.Status == GrantStatus.Revoked),
            "unused" => found.Where(g => g.Uses == 0 && g.Until <= now),
            _ => found,
        };
        if (IntegrationKey is { } integration)
            found = found.Where(g => db.Integrations.Any(i => i.Id == g.IntegrationId && i.Key == integration));
        if (TargetKey is { } target)
            found = found.Where(g => db.Targets.Any(t => t.Id == g.TargetId && t.Key == target));
        if (Days is { } days && now.AddDays(-days) is var since)
            found = found.Where(g => g.From > since);
        if (Words is { } words && Like.Holding(words) is var like)
            found = found.Where(g => EF.Functions.Like(g.ResourceId, like, Like.Escape)
                || db.Integrations.Any(i => i.Id == g.IntegrationId && (EF.Functions.Like(i.Name, like, Like.Escape) || EF.Functions.Like(i.Key, like, Like.Escape))));
        return found;
    }

    /// <summary>Live ones first, the soonest to end at the top; then what ended, newest first.</summary>
    internal IOrderedQueryable<Grant> Order(IQueryable<Grant> grants, DateTimeOffset now) => (Sort, Descending) switch
    {
        ("began", false) => grants.OrderBy(g => g.From).ThenBy(g => g.Id),
        ("began", true) => grants.OrderByDescending(g => g.From).ThenByDescending(g => g.Id),
        ("ends", false) => grants.OrderBy(g => g.Until).ThenBy(g => g.Id),
        ("ends", true) => grants.OrderByDescending(g => g.Until).ThenByDescending(g => g.Id),
        ("uses", false) => grants.OrderBy(g => g.Uses).ThenByDescending(g => g.Until),
        ("uses", true) => grants.OrderByDescending(g => g.Uses).ThenByDescending(g => g.Until),
        _ => grants.OrderBy(g => g.Status == GrantStatus.Active && g.Until > now ? 0 : 1)
            .ThenBy(g => g.Status == GrantStatus.Active && g.Until > now ? g.Until : now).ThenByDescending(g => g.Until).ThenBy(g => g.Id),
    };
}
