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
        [("live", "Live now"), ("ended", "Ended"), ("revoked", "Revoked"), ("unused", "Never used"), ("unconfirmed", "Not confirmed by the target")];

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
            "revoked" => found.Where(g => g.Status == GrantStatus.Revoked || g.Status == GrantStatus.Returned),
            "unused" => found.Where(g => g.Uses == 0 && g.Until <= now && !db.AuditEvents.Any(e => e.RequestId == g.RequestId && e.Kind == GrantUses.Kind)),
            "unconfirmed" => found.Where(g => db.Executions.Any(e => e.GrantId == g.Id && e.StuckSince != null)),
            _ => found,
        };
        if (IntegrationKey is { } integration)
            found = found.Where(g => db.Integrations.Where(i => i.Key == integration).Select(i => i.Id).Contains(g.IntegrationId));
        if (TargetKey is { } target)
            found = found.Where(g => db.Targets.Where(t => t.Key == target).Select(t => t.Id).Contains(g.TargetId));
        if (Days is { } days && now.AddDays(-days) is var since)
            found = found.Where(g => g.From > since);
        if (Words is { } words)
            found = found.Where(g => g.ResourceId.StartsWith(words)
                || db.Integrations.Where(i => i.Name.StartsWith(words) || i.Key.StartsWith(words)).Select(i => i.Id).Contains(g.IntegrationId));
        return found;
    }

    /// <summary>
    /// Live ones first, the soonest to end at the top; then what ended, newest first. Each stretch follows the one before and
    /// is walked in an index: sorted by live or not, all would have to be read for one page.
    /// </summary>
    internal IReadOnlyList<IOrderedQueryable<Grant>> Stretches(IQueryable<Grant> grants, DateTimeOffset now) => (Sort, Descending) switch
    {
        ("began", false) => [grants.OrderBy(g => g.From).ThenBy(g => g.Id)],
        ("began", true) => [grants.OrderByDescending(g => g.From).ThenByDescending(g => g.Id)],
        ("ends", false) => [grants.OrderBy(g => g.Until).ThenBy(g => g.Id)],
        ("ends", true) => [grants.OrderByDescending(g => g.Until).ThenByDescending(g => g.Id)],
        _ =>
        [
            grants.Where(g => g.Status == GrantStatus.Active && g.Until > now).OrderBy(g => g.Until).ThenBy(g => g.Id),
            grants.Where(g => g.Status != GrantStatus.Active && g.Until > now).OrderByDescending(g => g.Until).ThenByDescending(g => g.Id),
            grants.Where(g => g.Until <= now).OrderByDescending(g => g.Until).ThenByDescending(g => g.Id),
        ],
    };
}
