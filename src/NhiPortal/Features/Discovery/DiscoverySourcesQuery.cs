using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Discovery;

/// <summary>One target whose accounts are, or were, read.</summary>
public sealed record DiscoverySource
{
    public required string Key { get; init; }
    public required string Name { get; init; }

    /// <summary>The connector configured now; null when there is none.</summary>
    public required string? Connector { get; init; }

    public required string? ReadFrom { get; init; }
    public required DateTimeOffset? LastReadAt { get; init; }
    public required DateTimeOffset? LastTriedAt { get; init; }
    public required int Accounts { get; init; }
    public required string? LastFault { get; init; }
    public required bool TooFew { get; init; }
    public required bool MayRead { get; init; }
}

/// <summary>What can be read, how it went last, and connectors configured for a target nobody has registered.</summary>
public sealed record DiscoverySources(IReadOnlyList<DiscoverySource> Targets, IReadOnlyList<string> Unknown);

/// <summary>Reads how each target's accounts came to be known.</summary>
public sealed class DiscoverySourcesQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors)
{
    public async Task<DiscoverySources> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeDiscovery))
            return new([], []);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var configured = connectors.Targets.ToList();
        var rows = await (from target in db.Targets.AsNoTracking().To(actor, db)
                          join read in db.Readings on target.Id equals read.TargetId into readings
                          from reading in readings.DefaultIfEmpty()
                          where reading != null || configured.Contains(target.Key)
                          orderby target.Name
                          select new { target.Key, target.Name, Reading = reading }).ToListAsync(cancellation);
        var may = Permissions.Allows(actor, Permission.Discover);
        var registered = may ? await db.Targets.Where(t => configured.Contains(t.Key)).Select(t => t.Key).ToListAsync(cancellation) : configured;
        return new(
            [.. rows.Select(row => new DiscoverySource
            {
                Key = row.Key,
                Name = row.Name,
                Connector = connectors.KindOf(row.Key),
                ReadFrom = row.Reading?.Source,
                LastReadAt = row.Reading?.LastReadAt,
                LastTriedAt = row.Reading?.LastTriedAt,
                Accounts = row.Reading?.Accounts ?? 0,
                LastFault = row.Reading?.LastFault,
                TooFew = row.Reading?.TooFew ?? false,
                MayRead = may && connectors.KindOf(row.Key) is not null,
            })],
            [.. configured.Except(registered, StringComparer.OrdinalIgnoreCase)]);
    }
}
