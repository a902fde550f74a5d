using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Discovery;

/// <summary>One account that administers a target, and what explains it.</summary>
public sealed record TargetAdministrator
{
    public required string Account { get; init; }
    public required string? DisplayName { get; init; }
    public required bool Enabled { get; init; }
    public required string CanDo { get; init; }
    public required string? LikelyOwner { get; init; }

    /// <summary>The integration whose identity it is.</summary>
    public required string? IntegrationKey { get; init; }

    public required string? IntegrationName { get; init; }

    /// <summary>The request behind a live grant that lets the integration act here, or that is about this account.</summary>
    public required Guid? GrantRequest { get; init; }

    public required string? DismissedReason { get; init; }
    public required DateTimeOffset? DismissedUntil { get; init; }

    public bool Explained => IntegrationKey is not null || GrantRequest is not null || DismissedReason is not null;
}

/// <summary>Who administers one target as last read, those nobody can explain first.</summary>
public sealed record TargetAdministrators
{
    public required string? Connector { get; init; }
    public required string? ReadFrom { get; init; }
    public required DateTimeOffset? LastReadAt { get; init; }
    public required DateTimeOffset? LastTriedAt { get; init; }
    public required string? LastFault { get; init; }
    public required int Accounts { get; init; }
    public required int Total { get; init; }
    public required int Unexplained { get; init; }
    public required IReadOnlyList<TargetAdministrator> Rows { get; init; }
}

/// <summary>Reads who administers a target, for whoever may see the target; null when there is none for them.</summary>
public sealed class TargetAdministratorsQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, TimeProvider time)
{
    private const int Most = 200;

    public async Task<TargetAdministrators?> RunAsync(Actor actor, TargetId id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        if (await db.Targets.AsNoTracking().To(actor, db).Where(t => t.Id == id).Select(t => t.Key).SingleOrDefaultAsync(cancellation) is not { } key)
            return null;
        var reading = await db.Readings.AsNoTracking().SingleOrDefaultAsync(r => r.TargetId == id, cancellation);
        var issuer = WorkloadIdentity.OnTarget(key);
        var administrators = db.Candidates.AsNoTracking().Where(c => c.TargetId == id && c.Administrator && c.GoneAt == null);
        var all = administrators.Select(c => new
        {
            Candidate = c,
            // The reading matched the name exactly, which not every database would; the identity may have been retired since.
            Integration = c.Status == CandidateStatus.Adopted && db.Workloads.Any(w => w.IntegrationId == c.IntegrationId && w.Issuer == issuer && w.Subject == c.AccountName && w.RetiredAt == null)
                ? c.IntegrationId
                : null,
        }).Select(row => new
        {
            row.Candidate,
            row.Integration,
            Grant = db.Grants.Where(g => g.TargetId == id && g.Status == GrantStatus.Active && g.Until > now && (g.IntegrationId == row.Integration || g.ResourceId == row.Candidate.AccountName))
                .OrderByDescending(g => g.From).Select(g => (RequestId?)g.RequestId).FirstOrDefault(),
            Dismissed = row.Candidate.Status == CandidateStatus.Dismissed && row.Candidate.DismissedUntil > now,
        });
        var rows = await all.OrderBy(row => row.Integration != null || row.Grant != null || row.Dismissed ? 1 : 0).ThenBy(row => row.Candidate.AccountName).Take(Most).Select(row => new TargetAdministrator
        {
            Account = row.Candidate.AccountName,
            DisplayName = row.Candidate.DisplayName,
            Enabled = row.Candidate.Enabled,
            CanDo = row.Candidate.CanDo,
            LikelyOwner = db.People.Where(p => p.Id == row.Candidate.LikelyOwnerId).Select(p => p.Name).FirstOrDefault(),
            IntegrationKey = db.Integrations.Where(i => i.Id == row.Integration).Select(i => i.Key).FirstOrDefault(),
            IntegrationName = db.Integrations.Where(i => i.Id == row.Integration).Select(i => i.Name).FirstOrDefault(),
            GrantRequest = row.Grant == null ? null : row.Grant.Value.Value,
            DismissedReason = row.Dismissed ? row.Candidate.Reason : null,
            DismissedUntil = row.Dismissed ? row.Candidate.DismissedUntil : null,
        }).ToListAsync(cancellation);
        return new()
        {
            Connector = connectors.KindOf(key),
            ReadFrom = reading?.Source,
            LastReadAt = reading?.LastReadAt,
            LastTriedAt = reading?.LastTriedAt,
            LastFault = reading?.LastFault,
            Accounts = reading?.Accounts ?? 0,
            Total = await administrators.CountAsync(cancellation),
            Unexplained = await all.CountAsync(row => row.Integration == null && row.Grant == null && !row.Dismissed, cancellation),
            Rows = rows,
        };
    }
}
