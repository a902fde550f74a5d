using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Trust;

namespace NhiPortal.SignIn.Workloads;

/// <summary>An enforcement point and the keys of the targets it guards.</summary>
internal sealed record PointFact(Guid Id, string Key, FrozenSet<string> Guards);

/// <summary>A pipeline and the tenant it registers in.</summary>
internal sealed record ClientFact(Guid Id, string Key, TenantId Tenant);

/// <summary>Everybody whose word counts at one position of the change feed, with the tokens found good under it.</summary>
internal sealed class TrustPicture(
    long version, FrozenDictionary<string, TrustedIssuer> issuers, FrozenDictionary<(string Issuer, string Subject), PointFact> points,
    FrozenDictionary<(string Issuer, string Subject), ClientFact> clients)
{
    public long Version => version;

    public FrozenDictionary<string, TrustedIssuer> Issuers => issuers;

    public FrozenDictionary<(string Issuer, string Subject), PointFact> Points => points;

    public FrozenDictionary<(string Issuer, string Subject), ClientFact> Clients => clients;

    /// <summary>Lives and dies with the picture: no token outlives the trust it was judged by.</summary>
    public ValidatedTokens Tokens { get; } = new();
}

/// <summary>Keeps the picture of trust; a change anywhere makes it look again.</summary>
internal sealed class TrustMemory : IDisposable
{
    private readonly IDbContextFactory<PortalDb> databases;
    private readonly ChangeFeed feed;
    private readonly bool development;
    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile TrustPicture? picture;

    public TrustMemory(IDbContextFactory<PortalDb> databases, ChangeFeed feed, IHostEnvironment environment)
    {
        (this.databases, this.feed) = (databases, feed);
        development = environment.IsDevelopment();
        feed.Changed += Hear;
    }

    /// <summary>The picture if one is at hand: the way of nearly every call.</summary>
    public TrustPicture? AtHand => picture;

    /// <summary>A picture at least as new as the given position of the change feed.</summary>
    public async ValueTask<TrustPicture> CurrentAsync(long atLeast, CancellationToken cancellation)
    {
        if (picture is { } current && current.Version >= atLeast)
            return current;
        await reading.WaitAsync(cancellation);
        try
        {
            if (picture is { } other && other.Version >= atLeast)
                return other;
            return picture = await ReadAsync(cancellation);
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose()
    {
        feed.Changed -= Hear;
        reading.Dispose();
    }

    private async Task<TrustPicture> ReadAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        // The position is read first: what is read after it is at least as new.
        var version = await db.ChangeClocks.Select(clock => clock.Value).SingleAsync(cancellation);
        var issuers = await db.Issuers.AsNoTracking().Where(issuer => development || !issuer.DevelopmentOnly).ToListAsync(cancellation);
        var points = await db.EnforcementPoints.AsNoTracking().ToListAsync(cancellation);
        var clients = await db.RegistrationClients.AsNoTracking().ToListAsync(cancellation);
        var keys = await db.Set<GuardedTarget>().Join(db.Targets, g => g.TargetId, t => t.Id, (_, t) => new { t.Id, t.Key }).Distinct()
            .ToDictionaryAsync(target => target.Id, target => target.Key, cancellation);
        return new TrustPicture(
            version,
            issuers.ToFrozenDictionary(issuer => issuer.Issuer, StringComparer.Ordinal),
            points.ToFrozenDictionary(
                point => (point.Issuer, point.Subject),
                point => new PointFact(point.Id, point.Key, point.Guards.Select(guard => keys[guard.TargetId]).ToFrozenSet(StringComparer.Ordinal))),
            clients.ToFrozenDictionary(client => (client.Issuer, client.Subject), client => new ClientFact(client.Id, client.Key, client.TenantId)));
    }

    private void Hear(IReadOnlyList<Change> changes)
    {
        if (changes.Any(change => change.Kind is ChangeKind.Trust))
            picture = null;
        else if (changes.Any(change => change.Kind is ChangeKind.Integration))
            // A workload identity may have come or gone; the next call of each finds out.
            picture?.Tokens.Clear();
    }
}
