using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Grants;

/// <summary>One line of the list of grants.</summary>
public sealed record GrantRow
{
    public required Guid Id { get; init; }
    public required Guid Request { get; init; }
    public required Phrase Act { get; init; }
    public required string Integration { get; init; }
    public required string Target { get; init; }
    public required GrantStatus Status { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset Until { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }
    public required string? EndedBy { get; init; }
    public required string? EndReason { get; init; }
    public required GrantUse Use { get; init; }
    public required int? UseLimit { get; init; }
    public required IReadOnlyList<string> Approvers { get; init; }

    /// <summary>What the portal did on the target for it; null when that is left to the workload.</summary>
    public required ExecutionView? Execution { get; init; }

    /// <summary>Whether this viewer may end it now.</summary>
    public required bool MayRevoke { get; init; }
}

/// <summary>One page of grants, how many are live in all of what matches, and what the filters can offer.</summary>
public sealed record GrantPage(IReadOnlyList<GrantRow> Rows, int Total, int Live, IReadOnlyList<string> Targets);

/// <summary>Reads one page of the grants a person may see: which they are first, then everything else for these alone.</summary>
public sealed class GrantListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int MostTargets = 100;

    public async Task<GrantPage> RunAsync(Actor actor, GrantFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var found = filter.Apply(db, actor, now);
        var live = await found.CountAsync(g => g.Status == GrantStatus.Active && g.Until > now, cancellation);
        var (page, total) = await PageAsync(filter.Stretches(found, now), skip, take, cancellation);
        var rows = await (from grant in db.Grants.AsNoTracking()
                          where page.Contains(grant.Id)
                          join request in db.Requests on grant.RequestId equals request.Id
                          join integration in db.Integrations on grant.IntegrationId equals integration.Id
                          join target in db.Targets on grant.TargetId equals target.Id
                          join action in db.Actions on grant.ActionName equals action.Name into actions
                          from action in actions.DefaultIfEmpty()
                          select new
                          {
                              Grant = grant,
                              Request = request,
                              Action = action,
                              Integration = integration.Name,
                              Target = target.Key,
                              EndedBy = db.People.Where(p => p.Id == grant.EndedById).Select(p => p.Name).FirstOrDefault(),
                          }).ToDictionaryAsync(row => row.Grant.Id, cancellation);
        var uses = await db.UsesAsync([.. rows.Values.Select(row => row.Grant)], cancellation);
        var executions = await db.ExecutionsAsync(page, cancellation);
        var approvers = await ApproversAsync(db, [.. rows.Values.Select(row => row.Request.Id)], cancellation);
        var targets = await db.Targets.AsNoTracking().To(actor, db).OrderBy(t => t.Key).Select(t => t.Key).Take(MostTargets).ToListAsync(cancellation);
        var anything = Permissions.Allows(actor, Permission.RevokeGrants);
        var owned = anything ? [] : await OwnedAsync(db, actor, now, cancellation);
        return new([.. page.Where(rows.ContainsKey).Select(id => rows[id]).Select(row => new GrantRow
        {
            Id = row.Grant.Id.Value,
            Request = row.Grant.RequestId.Value,
            Act = ActionWording.Of(row.Request, row.Action).Act,
            Integration = row.Integration,
            Target = row.Target,
            Status = row.Grant.Status == GrantStatus.Active && now >= row.Grant.Until ? GrantStatus.Expired : row.Grant.Status,
            From = row.Grant.From,
            Until = row.Grant.Until,
            EndedAt = row.Grant.EndedAt,
            EndedBy = row.EndedBy,
            EndReason = row.Grant.EndReason,
            Use = uses[row.Grant.Id],
            UseLimit = row.Grant.UseLimit,
            Approvers = [.. approvers[row.Request.Id]],
            Execution = executions.GetValueOrDefault(row.Grant.Id),
            MayRevoke = row.Grant.LiveAt(now) && (anything || owned.Contains(row.Grant.IntegrationId.Value) || owned.Contains(row.Grant.TargetId.Value)),
        })], total, live, targets);
    }

    private static async Task<(List<GrantId> Page, int Total)> PageAsync(IReadOnlyList<IQueryable<Grant>> stretches, int skip, int take, CancellationToken cancellation)
    {
        var (page, total) = (new List<GrantId>(take), 0);
        foreach (var stretch in stretches)
        {
            var count = await stretch.CountAsync(cancellation);
            var before = Math.Max(0, skip - total);
            total += count;
            if (page.Count < take && before < count)
                page.AddRange(await stretch.Select(g => g.Id).Skip(before).Take(take - page.Count).ToListAsync(cancellation));
        }

        return (page, total);
    }

    private static async Task<ILookup<RequestId, string>> ApproversAsync(PortalDb db, IReadOnlyList<RequestId> requests, CancellationToken cancellation) =>
        (await (from decision in db.Set<ApprovalDecision>().AsNoTracking()
                where requests.Contains(decision.RequestId) && decision.Verdict == Verdict.Approve
                join person in db.People on decision.PersonId equals person.Id
                select new { decision.RequestId, decision.Stage, decision.ByBreakGlass, person.Name }).ToListAsync(cancellation))
        .OrderBy(row => row.ByBreakGlass).ThenBy(row => row.Stage).ToLookup(row => row.RequestId, row => row.ByBreakGlass ? $"{row.Name}, by break-glass" : row.Name);

    private static async Task<HashSet<Guid>> OwnedAsync(PortalDb db, Actor actor, DateTimeOffset now, CancellationToken cancellation) =>
        [.. (await db.HeldAsync(actor, o => true, now, cancellation)).Select(o => o.IntegrationId?.Value ?? o.TargetId!.Value.Value)];
}
