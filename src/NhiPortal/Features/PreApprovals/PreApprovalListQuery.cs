using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.PreApprovals;

/// <summary>One line of the list of standing pre-approvals.</summary>
public sealed record PreApprovalRow
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required Phrase Act { get; init; }
    public required string Integration { get; init; }
    public required string Target { get; init; }
    public required PreApprovalStatus Status { get; init; }
    public required DateTimeOffset Until { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }
    public required string? EndReason { get; init; }
    public required int Uses { get; init; }
    public required int MostUses { get; init; }
    public required DateTimeOffset? LastUsedAt { get; init; }
    public required IReadOnlyList<string> GivenBy { get; init; }
}

/// <summary>One page of them.</summary>
public sealed record PreApprovalList(IReadOnlyList<PreApprovalRow> Rows, int Total);

/// <summary>Reads one page of the standing pre-approvals a person may see: live ones first, the soonest to end at the top.</summary>
public sealed class PreApprovalListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public const string State = "state", Live = "live", Ended = "ended";

    public async Task<PreApprovalList> RunAsync(Actor actor, ListQuery list, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var found = db.PreApprovals.AsNoTracking().To(actor, db);
        if (list.Q is { } words)
            found = found.Where(p => p.Name.StartsWith(words) || db.Integrations.Where(i => i.Name.StartsWith(words) || i.Key.StartsWith(words)).Select(i => i.Id).Contains(p.IntegrationId));
        var (live, ended) = (found.Where(p => p.Status == PreApprovalStatus.Active && p.Until > now), found.Where(p => p.Status != PreApprovalStatus.Active || p.Until <= now));
        var (lives, ends) = (list.Filter(State) == Ended ? 0 : await live.CountAsync(cancellation), list.Filter(State) == Live ? 0 : await ended.CountAsync(cancellation));
        var page = lives <= list.Skip ? [] : await live.OrderBy(p => p.Until).ThenBy(p => p.RequestId).Skip(list.Skip).Take(list.Size).Select(p => p.RequestId).ToListAsync(cancellation);
        if (page.Count < list.Size && ends > 0)
            page.AddRange(await ended.OrderByDescending(p => p.Until).ThenByDescending(p => p.RequestId).Skip(Math.Max(0, list.Skip - lives)).Take(list.Size - page.Count).Select(p => p.RequestId).ToListAsync(cancellation));
        return new(await db.PreApprovalRowsAsync(page, now, cancellation), lives + ends);
    }
}

/// <summary>Reads what lines and pages of standing pre-approvals show, in as many queries for many as for one.</summary>
internal static class PreApprovalRows
{
    public static async Task<IReadOnlyList<PreApprovalRow>> PreApprovalRowsAsync(this PortalDb db, IReadOnlyList<RequestId> ids, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await (from standing in db.PreApprovals.AsNoTracking()
                          where ids.Contains(standing.RequestId)
                          join request in db.Requests on standing.RequestId equals request.Id
                          join integration in db.Integrations on standing.IntegrationId equals integration.Id
                          join target in db.Targets on standing.TargetId equals target.Id
                          join action in db.Actions on standing.ActionName equals action.Name into actions
                          from action in actions.DefaultIfEmpty()
                          select new { Standing = standing, Request = request, Integration = integration.Name, Target = target.Key, Action = action }).ToDictionaryAsync(row => row.Standing.RequestId, cancellation);
        var givers = (await (from decision in db.Set<ApprovalDecision>().AsNoTracking()
                             where ids.Contains(decision.RequestId)
                             join person in db.People on decision.PersonId equals person.Id
                             orderby decision.Stage, decision.DecidedAt
                             select new { decision.RequestId, person.Name }).ToListAsync(cancellation)).ToLookup(row => row.RequestId, row => row.Name);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id]).Select(row => new PreApprovalRow
        {
            Id = row.Standing.RequestId.Value,
            Name = row.Standing.Name,
            Act = ActionWording.Of(row.Request, row.Action).Act,
            Integration = row.Integration,
            Target = row.Target,
            Status = row.Standing.Status == PreApprovalStatus.Active && now >= row.Standing.Until ? PreApprovalStatus.Expired : row.Standing.Status,
            Until = row.Standing.Until,
            EndedAt = row.Standing.EndedAt,
            EndReason = row.Standing.EndReason,
            Uses = row.Standing.Uses,
            MostUses = row.Standing.MostUses,
            LastUsedAt = row.Standing.LastUsedAt,
            GivenBy = [.. givers[row.Standing.RequestId]],
        })];
    }
}
