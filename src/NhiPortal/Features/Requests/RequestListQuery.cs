using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Requests;

/// <summary>One line of the list of requests.</summary>
public sealed record RequestRow
{
    public required Guid Id { get; init; }
    public required Phrase Act { get; init; }
    public required string Integration { get; init; }
    public required IntegrationKind Kind { get; init; }
    public required string Target { get; init; }
    public required RiskLevel Risk { get; init; }
    public required RequestStatus Status { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }
    public required int Minutes { get; init; }

    /// <summary>It is, or was granted under, a standing pre-approval; null for one action that people decide.</summary>
    public required string? Standing { get; init; }

    /// <summary>The person who asked or started the run.</summary>
    public required string? Behind { get; init; }

    /// <summary>The last person to decide.</summary>
    public required string? DecidedBy { get; init; }
}

/// <summary>One page of requests, and what the filters can offer.</summary>
public sealed record RequestPage(IReadOnlyList<RequestRow> Rows, int Total, IReadOnlyList<string> Targets, IReadOnlyList<string> Actions);

/// <summary>Reads one page of the requests a person may see: which they are first, then everything else for these alone.</summary>
public sealed class RequestListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int MostTargets = 100;

    public async Task<RequestPage> RunAsync(Actor actor, RequestFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var found = filter.Apply(db, actor, now);
        var total = await found.CountAsync(cancellation);
        var page = await filter.Order(found).Select(r => r.Id).Skip(skip).Take(take).ToListAsync(cancellation);
        var rows = await (from request in db.Requests.AsNoTracking()
                          where page.Contains(request.Id)
                          join integration in db.Integrations on request.IntegrationId equals integration.Id
                          join target in db.Targets on request.TargetId equals target.Id
                          join action in db.Actions on request.ActionName equals action.Name into known
                          from action in known.DefaultIfEmpty()
                          select new
                          {
                              Request = request,
                              Integration = new { integration.Name, integration.Kind },
                              Target = target.Key,
                              Action = action,
                              Behind = db.People.Where(p => p.Id == (request.RequestedById ?? request.StartedById)).Select(p => p.Name).FirstOrDefault(),
                          }).ToDictionaryAsync(row => row.Request.Id, cancellation);
        var deciders = await DecidersAsync(db, page, cancellation);
        var targets = await db.Targets.AsNoTracking().To(actor, db).OrderBy(t => t.Key).Select(t => t.Key).Take(MostTargets).ToListAsync(cancellation);
        var actions = await db.Actions.OrderBy(a => a.Name).Select(a => a.Name).Take(MostTargets).ToListAsync(cancellation);
        return new([.. page.Where(rows.ContainsKey).Select(id => rows[id]).Select(row => new RequestRow
        {
            Id = row.Request.Id.Value,
            Act = ActionWording.Of(row.Request, row.Action).Act.Capital(),
            Integration = row.Integration.Name,
            Kind = row.Integration.Kind,
            Target = row.Target,
            Risk = row.Request.Risk,
            Status = row.Request.Status == RequestStatus.Pending && now >= row.Request.ExpiresAt ? RequestStatus.Expired : row.Request.Status,
            AskedAt = row.Request.AskedAt,
            ExpiresAt = row.Request.ExpiresAt,
            EndedAt = row.Request.EndedAt,
            Minutes = row.Request.RequestedMinutes,
            Standing = row.Request.IsStanding ? "Standing pre-approval" : row.Request.UnderId is null ? null : "Pre-approved",
            Behind = row.Behind,
            DecidedBy = deciders[row.Request.Id].LastOrDefault(),
        })], total, targets, actions);
    }

    private static async Task<ILookup<RequestId, string>> DecidersAsync(PortalDb db, IReadOnlyList<RequestId> requests, CancellationToken cancellation) =>
        (await (from decision in db.Set<ApprovalDecision>().AsNoTracking()
                where requests.Contains(decision.RequestId)
                join person in db.People on decision.PersonId equals person.Id
                select new { decision.RequestId, decision.DecidedAt, decision.Stage, decision.ByBreakGlass, person.Name }).ToListAsync(cancellation))
        .OrderBy(row => row.DecidedAt).ThenBy(row => row.Stage).ToLookup(row => row.RequestId, row => row.ByBreakGlass ? $"{row.Name}, by break-glass" : row.Name);
}
