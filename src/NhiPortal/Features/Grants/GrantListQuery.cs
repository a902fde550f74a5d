using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;
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
    public required int Uses { get; init; }
    public required int? UseLimit { get; init; }
    public required DateTimeOffset? LastUsedAt { get; init; }
    public required IReadOnlyList<string> Approvers { get; init; }

    /// <summary>Whether this viewer may end it now.</summary>
    public required bool MayRevoke { get; init; }
}

/// <summary>One page of grants, how many are live in all of what matches, and what the filters can offer.</summary>
public sealed record GrantPage(IReadOnlyList<GrantRow> Rows, int Total, int Live, IReadOnlyList<string> Targets);

/// <summary>Reads one page of the grants a person may see.</summary>
public sealed class GrantListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int MostTargets = 100;

    public async Task<GrantPage> RunAsync(Actor actor, GrantFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var found = filter.Apply(db, actor, now);
        var total = await found.CountAsync(cancellation);
        var live = await found.CountAsync(g => g.Status == GrantStatus.Active && g.Until > now, cancellation);
        var rows = await filter.Order(found, now).Skip(skip).Take(take).Select(g => new
        {
            Grant = g,
            Request = db.Requests.First(r => r.Id == g.RequestId),
            Action = db.Actions.FirstOrDefault(a => a.Name == g.ActionName),
            Integration = db.Integrations.Where(i => i.Id == g.IntegrationId).Select(i => i.Name).First(),
            Target = db.Targets.Where(t => t.Id == g.TargetId).Select(t => t.Key).First(),
            EndedBy = db.People.Where(p => p.Id == g.EndedById).Select(p => p.Name).FirstOrDefault(),
            Approvers = db.Set<ApprovalDecision>().Where(d => d.RequestId == g.RequestId && d.Verdict == Verdict.Approve).OrderBy(d => d.Stage)
                .Select(d => db.People.Where(p => p.Id == d.PersonId).Select(p => p.Name).First()).ToList(),
        }).ToListAsync(cancellation);
        var targets = await db.Targets.AsNoTracking().To(actor, db).OrderBy(t => t.Key).Select(t => t.Key).Take(MostTargets).ToListAsync(cancellation);
        var anything = Permissions.Allows(actor, Permission.RevokeGrants);
        var owned = anything ? [] : await OwnedAsync(db, actor, now, cancellation);
        return new([.. rows.Select(row => new GrantRow
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
            Uses = row.Grant.Uses,
            UseLimit = row.Grant.UseLimit,
            LastUsedAt = row.Grant.LastUsedAt,
            Approvers = row.Approvers,
            MayRevoke = row.Grant.LiveAt(now) && (anything || owned.Contains(row.Grant.IntegrationId.Value) || owned.Contains(row.Grant.TargetId.Value)),
        })], total, live, targets);
    }

    private static async Task<HashSet<Guid>> OwnedAsync(PortalDb db, Actor actor, DateTimeOffset now, CancellationToken cancellation) =>
        [.. (await db.HeldAsync(actor, o => true, now, cancellation)).Select(o => o.IntegrationId?.Value ?? o.TargetId!.Value.Value)];
}
