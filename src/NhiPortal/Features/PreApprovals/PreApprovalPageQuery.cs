using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.PreApprovals;

/// <summary>Somebody who gave it: in which role, for whom, and when.</summary>
public sealed record GivenBy(string Person, OwnerRole Role, string? For, DateTimeOffset At);

/// <summary>One use: what was let through, and what became of the grant.</summary>
public sealed record PreApprovalUse(Guid Request, string Resource, DateTimeOffset At, GrantStatus? Status, int Uses);

/// <summary>One standing pre-approval in full, with one page of its uses, newest first.</summary>
public sealed record PreApprovalDetail
{
    public required PreApprovalRow Row { get; init; }
    public required string Action { get; init; }
    public required string ResourceType { get; init; }
    public required string Pattern { get; init; }
    public required IReadOnlyList<Requests.AskedValue> Values { get; init; }
    public required string Workload { get; init; }
    public required int Minutes { get; init; }
    public required int PerDay { get; init; }
    public required int UsedToday { get; init; }
    public required string? AskedBy { get; init; }
    public required string Why { get; init; }
    public required string? EndedBy { get; init; }
    public required string Policy { get; init; }
    public required IReadOnlyList<GivenBy> Givers { get; init; }
    public required IReadOnlyList<BasisFact> RestsOn { get; init; }
    public required IReadOnlyList<PreApprovalUse> Uses { get; init; }
    public required bool MayRevoke { get; init; }
}

/// <summary>Reads it; null when there is none for this actor.</summary>
public sealed class PreApprovalPageQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<PreApprovalDetail?> RunAsync(Actor actor, Guid id, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (now, wanted) = (time.GetUtcNow(), new RequestId(id));
        var standing = await db.PreApprovals.AsNoTracking().To(actor, db).SingleOrDefaultAsync(p => p.RequestId == wanted, cancellation);
        if (standing is null)
            return null;
        var request = await db.Requests.AsNoTracking().Include(r => r.Decisions).SingleAsync(r => r.Id == wanted, cancellation);
        var people = request.Decisions.SelectMany(d => new[] { d.PersonId, d.ForId }).Append(request.RequestedById).Append(standing.EndedById).OfType<PersonId>().Distinct().ToList();
        var names = await db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        string? Name(PersonId? person) => person is { } known ? names.GetValueOrDefault(known) : null;
        return new PreApprovalDetail
        {
            Row = (await db.PreApprovalRowsAsync([wanted], now, cancellation))[0],
            Action = standing.ActionName,
            ResourceType = standing.ResourceType,
            Pattern = standing.ResourcePattern,
            Values = Requests.ActionWording.Values(standing.Parameters),
            Workload = await db.Workloads.Where(w => w.Id == standing.WorkloadId).Select(w => w.Subject).SingleAsync(cancellation),
            Minutes = standing.Minutes,
            PerDay = standing.MostPerDay,
            UsedToday = standing.UsesOnDayOf(now),
            AskedBy = Name(request.RequestedById),
            Why = request.Justification,
            EndedBy = Name(standing.EndedById),
            Policy = $"Version {request.PolicyVersion}, rule “{request.PolicyRule}”",
            Givers = [.. request.Decisions.OrderBy(d => d.DecidedAt).Select(d => new GivenBy(Name(d.PersonId) ?? "", d.Role, Name(d.ForId), d.DecidedAt))],
            RestsOn = request.Basis.Facts,
            Uses = await (from use in db.Requests.AsNoTracking()
                          where use.UnderId == wanted
                          join grant in db.Grants on use.Id equals grant.RequestId
                          orderby use.AskedAt descending, use.Id descending
                          select new PreApprovalUse(use.Id.Value, use.ResourceId, use.AskedAt, grant.Status, grant.Uses)).Skip(skip).Take(take).ToListAsync(cancellation),
            MayRevoke = standing.LiveAt(now) && await db.WhyMayNotRevokeAsync(actor, standing, now, cancellation) is null,
        };
    }
}
