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
            found = found.Where(r => db.Integrations.Where(i => i.Key == integration).Select(i => i.Id).Contains(r.IntegrationId));
        if (TargetKey is { } target)
            found = found.Where(r => db.Targets.Where(t => t.Key == target).Select(t => t.Id).Contains(r.TargetId));
        if (ActionName is { } action)
            found = found.Where(r => r.ActionName == action);
        if (Days is { } days && now.AddDays(-days) is var since)
            found = found.Where(r => r.AskedAt > since);
        if (MineOnly is not null && (actor.Person ?? default) is var me)
            found = MineOnly == "asked" ? found.Where(r => r.RequestedById == me)
                : found.Where(r => db.Set<ApprovalDecision>().Where(d => d.PersonId == me).Select(d => d.RequestId).Contains(r.Id));
        if (Words is { } words)
            found = found.Where(r => r.ResourceId.StartsWith(words) || r.Ticket!.StartsWith(words)
                || db.Integrations.Where(i => i.Name.StartsWith(words) || i.Key.StartsWith(words)).Select(i => i.Id).Contains(r.IntegrationId));
        return found;
    }

    /// <summary>Newest first unless asked otherwise; an index holds this order and no other.</summary>
    internal IOrderedQueryable<AccessRequest> Order(IQueryable<AccessRequest> requests) => Sort == "asked" && !Descending
        ? requests.OrderBy(r => r.AskedAt).ThenBy(r => r.Id)
        : requests.OrderByDescending(r => r.AskedAt).ThenByDescending(r => r.Id);
}
