using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Owners;

/// <summary>One action an ownership answers for: on which target, or by how many integrations on the target itself.</summary>
public sealed record AnsweredFor(string Title, RiskLevel Risk, string? Target, int Integrations);

/// <summary>Reads what a person's own ownerships let happen, so that they see what they confirm: the riskiest first.</summary>
public sealed class MyReachQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<ILookup<OwnershipId, AnsweredFor>> RunAsync(Actor actor, IReadOnlyCollection<OwnershipId> ids, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var person = actor.Person ?? default;
        var mine = await db.Ownerships.AsNoTracking().Where(o => ids.Contains(o.Id) && o.PersonId == person && o.ClosedAt == null)
            .Select(o => new { o.Id, o.IntegrationId, o.TargetId }).ToListAsync(cancellation);
        var integrations = mine.Select(own => own.IntegrationId).OfType<IntegrationId>().Distinct().ToList();
        var targets = mine.Select(own => own.TargetId).OfType<TargetId>().Distinct().ToList();
        var reached = await (from path in db.Paths.AsNoTracking()
                             where integrations.Contains(path.IntegrationId) && path.RemovedAt == null
                             join target in db.Targets on path.TargetId equals target.Id
                             join action in db.Actions on path.ActionName equals action.Name
                             select new { path.IntegrationId, action.Title, action.Risk, Target = target.Key }).Distinct().ToListAsync(cancellation);
        var suffered = await (from path in db.Paths.AsNoTracking()
                              where targets.Contains(path.TargetId) && path.RemovedAt == null
                              join action in db.Actions on path.ActionName equals action.Name
                              group path by new { path.TargetId, action.Title, action.Risk } into actions
                              select new { actions.Key.TargetId, actions.Key.Title, actions.Key.Risk, Integrations = actions.Select(path => path.IntegrationId).Distinct().Count() }).ToListAsync(cancellation);
        return (from own in mine
                from answer in reached.Where(row => row.IntegrationId == own.IntegrationId).Select(row => new AnsweredFor(row.Title, row.Risk, row.Target, 1))
                    .Concat(suffered.Where(row => row.TargetId == own.TargetId).Select(row => new AnsweredFor(row.Title, row.Risk, null, row.Integrations)))
                orderby answer.Risk descending, answer.Title
                select (own.Id, answer)).ToLookup(pair => pair.Id, pair => pair.answer);
    }
}
