using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Discovery;

/// <summary>One account in the list.</summary>
public sealed record CandidateRow
{
    public required CandidateId Id { get; init; }
    public required TenantId Tenant { get; init; }
    public required string Target { get; init; }
    public required string Account { get; init; }
    public required string? DisplayName { get; init; }
    public required AccountKind Kind { get; init; }
    public required bool Enabled { get; init; }
    public required bool Administrator { get; init; }
    public required string CanDo { get; init; }
    public required string? OwnerHint { get; init; }
    public required string? LikelyOwner { get; init; }
    public required DateTimeOffset? LastLogin { get; init; }
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>The reading that last showed it.</summary>
    public required DateTimeOffset? LastSeen { get; init; }

    public required CandidateStatus Status { get; init; }
    public required string? Integration { get; init; }
    public required string? Reason { get; init; }
    public required DateTimeOffset? Until { get; init; }
    public required string? DecidedBy { get; init; }
}

/// <summary>One page of what was found, and whether this viewer may adopt and dismiss.</summary>
public sealed record CandidateRows(IReadOnlyList<CandidateRow> Rows, int Total, int Administrators, bool MayDecide);

/// <summary>Reads one page of the accounts found on targets.</summary>
public sealed class CandidateListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<CandidateRows> RunAsync(Actor actor, CandidateFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var found = filter.Apply(db, actor, now);
        var total = await found.CountAsync(cancellation);
        var administrators = await found.CountAsync(c => c.Administrator, cancellation);
        var rows = await Select(db, filter.Order(found).Skip(skip).Take(take), now).ToListAsync(cancellation);
        return new(rows, total, administrators, Permissions.Allows(actor, Permission.Discover));
    }

    internal static IQueryable<CandidateRow> Select(PortalDb db, IQueryable<Candidate> candidates, DateTimeOffset now) => candidates.Select(c => new CandidateRow
    {
        Id = c.Id,
        Tenant = c.TenantId,
        Target = db.Targets.Where(t => t.Id == c.TargetId).Select(t => t.Key).First(),
        Account = c.AccountName,
        DisplayName = c.DisplayName,
        Kind = c.Kind,
        Enabled = c.Enabled,
        Administrator = c.Administrator,
        CanDo = c.CanDo,
        OwnerHint = c.OwnerHint,
        LikelyOwner = db.People.Where(p => p.Id == c.LikelyOwnerId).Select(p => p.Name).FirstOrDefault(),
        LastLogin = c.LastLoginAt,
        FirstSeen = c.FirstSeenAt,
        LastSeen = c.GoneAt ?? db.Readings.Where(r => r.TargetId == c.TargetId).Select(r => r.LastReadAt).FirstOrDefault(),
        Status = c.Status == CandidateStatus.Dismissed && c.DismissedUntil <= now ? CandidateStatus.Open : c.Status,
        Integration = db.Integrations.Where(i => i.Id == c.IntegrationId).Select(i => i.Key).FirstOrDefault(),
        Reason = c.Reason,
        Until = c.DismissedUntil,
        DecidedBy = db.People.Where(p => p.Id == c.DecidedById).Select(p => p.Name).FirstOrDefault(),
    });
}
