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

    /// <summary>The person who asked or started the run.</summary>
    public required string? Behind { get; init; }

    /// <summary>The last person to decide.</summary>
    public required string? DecidedBy { get; init; }
}

/// <summary>One page of requests, and what the filters can offer.</summary>
public sealed record RequestPage(IReadOnlyList<RequestRow> Rows, int Total, IReadOnlyList<string> Targets, IReadOnlyList<string> Actions);

/// <summary>Reads one page of the requests a person may see.</summary>
public sealed class RequestListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int MostTargets = 100;

    public async Task<RequestPage> RunAsync(Actor actor, RequestFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var found = filter.Apply(db, actor, now);
        var total = await found.CountAsync(cancellation);
        var rows = await filter.Order(found, db).Skip(skip).Take(take).Select(r => new
        {
            Request = r,
            Integration = db.Integrations.Where(i => i.Id == r.IntegrationId).Select(i => new { i.Name, i.Kind }).First(),
            Target = db.Targets.Where(t => t.Id == r.TargetId).Select(t => t.Key).First(),
            Action = db.Actions.FirstOrDefault(a => a.Name == r.ActionName),
            Behind = db.People.Where(p => p.Id == (r.RequestedById ?? r.StartedById)).Select(p => p.Name).FirstOrDefault(),
            DecidedBy = r.Decisions.OrderByDescending(d => d.DecidedAt).ThenByDescending(d => d.Stage)
                .Select(d => db.People.Where(p => p.Id == d.PersonId).Select(p => p.Name).FirstOrDefault()).FirstOrDefault(),
        }).ToListAsync(cancellation);
        var targets = await db.Targets.AsNoTracking().To(actor, db).OrderBy(t => t.Key).Select(t => t.Key).Take(MostTargets).ToListAsync(cancellation);
        var actions = await db.Actions.OrderBy(a => a.Name).Select(a => a.Name).Take(MostTargets).ToListAsync(cancellation);
        return new([.. rows.Select(row => new RequestRow
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
            Behind = row.Behind,
            DecidedBy = row.DecidedBy,
        })], total, targets, actions);
    }
}
