using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Requests;

/// <summary>Which requests a list or a file is about; the same words on the page, in its address and in the export.</summary>
public sealed record RequestFilter
{
    public const string State = "state", Integration = "integration", Target = "target", Action = "action", Mine = "mine", Since = "since";

    /// <summary>Filter names and the words the page shows for them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        [State] = "Status", [Integration] = "Integration", [Target] = "Target", [Action] = "Action", [Mine] = "Mine", [Since] = "Asked",
    };

    public IReadOnlyList<RequestStatus> States { get; init; } = [];
    public string? IntegrationKey { get; init; }
    public string? TargetKey { get; init; }
    public string? ActionName { get; init; }

    /// <summary><c>asked</c>: asked for by the viewer; <c>decided</c>: decided by them.</summary>
    public string? MineOnly { get; init; }

    public int? Days { get; init; }
    public string? Words { get; init; }
    public string? Sort { get; init; }
    public bool Descending { get; init; } = true;

    public static RequestFilter From(ListQuery list) => new()
    {
        States = [.. list.FilterValues(State).Select(text => Enum.TryParse<RequestStatus>(text, true, out var state) && Enum.IsDefined(state) ? state : (RequestStatus?)null).OfType<RequestStatus>()],
        IntegrationKey = list.Filter(Integration),
        TargetKey = list.Filter(Target),
        ActionName = list.Filter(Action),
        MineOnly = list.Filter(Mine) is "asked" or "decided" ? list.Filter(Mine) : null,
        Days = int.TryParse(list.Filter(Since), out var days) && days is > 0 and <= 3660 ? days : null,
        Words = list.Q,
        Sort = list.Sort,
        Descending = list.Sort is null || list.Descending,
    };

    /// <summary>The requests the actor may see that match.</summary>
    internal IQueryable<AccessRequest> Apply(PortalDb db, Actor actor, DateTimeOffset now)
    {
        var found = db.Requests.AsNoTracking().To(actor, db);
        if (States.Count > 0)
            found = found.Where(r => States.Contains(r.Status));
        if (IntegrationKey is { } integration)
            found = found.Where(r => db.Integrations.Any(i => i.Id == r.IntegrationId && i.Key == integration));
        if (TargetKey is { } target)
            found = found.Where(r => db.Targets.Any(t => t.Id == r.TargetId && t.Key == target));
        if (ActionName is { } action)
            found = found.Where(r => r.ActionName == action);
        if (Days is { } days && now.AddDays(-days) is var since)
            found = found.Where(r => r.AskedAt > since);
        if (MineOnly is not null && (actor.Person ?? default) is var me)
            found = MineOnly == "asked" ? found.Where(r => r.RequestedById == me) : found.Where(r => r.Decisions.Any(d => d.PersonId == me));
        if (Words is { } words && Like.Holding(words) is var like)
            found = found.Where(r => EF.Functions.Like(r.ResourceId, like, Like.Escape) || EF.Functions.Like(r.Ticket!, like, Like.Escape)
                || db.Integrations.Any(i => i.Id == r.IntegrationId && (EF.Functions.Like(i.Name, like, Like.Escape) || EF.Functions.Like(i.Key, like, Like.Escape))));
        return found;
    }

    internal IOrderedQueryable<AccessRequest> Order(IQueryable<AccessRequest> requests, PortalDb db) => (Sort, Descending) switch
    {
        ("ends", false) => requests.OrderBy(r => r.ExpiresAt).ThenBy(r => r.Id),
        ("ends", true) => requests.OrderByDescending(r => r.ExpiresAt).ThenByDescending(r => r.Id),
        ("integration", false) => requests.OrderBy(r => db.Integrations.Where(i => i.Id == r.IntegrationId).Select(i => i.Name).First()).ThenByDescending(r => r.AskedAt),
        ("integration", true) => requests.OrderByDescending(r => db.Integrations.Where(i => i.Id == r.IntegrationId).Select(i => i.Name).First()).ThenByDescending(r => r.AskedAt),
        ("target", false) => requests.OrderBy(r => db.Targets.Where(t => t.Id == r.TargetId).Select(t => t.Key).First()).ThenByDescending(r => r.AskedAt),
        ("target", true) => requests.OrderByDescending(r => db.Targets.Where(t => t.Id == r.TargetId).Select(t => t.Key).First()).ThenByDescending(r => r.AskedAt),
        ("asked", false) => requests.OrderBy(r => r.AskedAt).ThenBy(r => r.Id),
        _ => requests.OrderByDescending(r => r.AskedAt).ThenByDescending(r => r.Id),
    };
}
