using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Controls;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Evidence;

/// <summary>One package in the history of exports.</summary>
public sealed record EvidenceRow(Guid Id, DateTimeOffset AskedAt, string AskedBy, string Reason, DateTimeOffset From, DateTimeOffset Until, string Scope, EvidenceState State)
{
    public required long Done { get; init; }
    public required long Total { get; init; }
    public required long Events { get; init; }
    public required long Actions { get; init; }
    public required long Attributed { get; init; }
    public required long Bytes { get; init; }
    public required string? Sha256 { get; init; }
    public required string? Trouble { get; init; }
    public required string? Framework { get; init; }

    public bool IsUnderWay => State is EvidenceState.Waiting or EvidenceState.Building;
}

/// <summary>One page of them, and what the scope can be narrowed to.</summary>
public sealed record EvidencePage(IReadOnlyList<EvidenceRow> Rows, int Total, IReadOnlyList<(string Key, string Name)> Tenants, IReadOnlyList<(string Key, string Name)> Vendors, IReadOnlyList<string> Targets)
{
    /// <summary>The access reviews that began, the newest first.</summary>
    public IReadOnlyList<(string Key, string Name)> Campaigns { get; init; } = [];
}

/// <summary>Reads the history of exports for whom may read the log: those of tenants they see, and their own.</summary>
public sealed class EvidenceListQuery(IDbContextFactory<PortalDb> databases)
{
    private const int MostChoices = 100;

    public async Task<EvidencePage> RunAsync(Actor actor, int skip, int take, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            return new([], 0, [], [], []);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var found = Seen(db, actor);
        var rows = await found.OrderByDescending(p => p.AskedAt).ThenBy(p => p.Id).Skip(skip).Take(take).ToListAsync(cancellation);
        var tenants = actor.Tenants?.ToList();
        return new(
            [.. rows.Select(Row)], await found.CountAsync(cancellation),
            [.. (await db.Tenants.Where(t => tenants == null || tenants.Contains(t.Id)).OrderBy(t => t.Key).Take(MostChoices).Select(t => new { t.Key, t.Name }).ToListAsync(cancellation)).Select(t => (t.Key, t.Name))],
            [.. (await db.Vendors.InTenants(tenants).OrderBy(v => v.Key).Take(MostChoices).Select(v => new { v.Key, v.Name }).ToListAsync(cancellation)).Select(v => (v.Key, v.Name))],
            await db.Targets.AsNoTracking().To(actor, db).OrderBy(t => t.Key).Select(t => t.Key).Take(MostChoices).ToListAsync(cancellation))
        {
            Campaigns = [.. (await db.ReviewCampaigns.AsNoTracking().To(actor, db).Where(c => c.StartedAt != null).OrderByDescending(c => c.StartedAt).Take(MostChoices).Select(c => new { c.Id, c.Name }).ToListAsync(cancellation)).Select(c => (c.Id.ToString(), c.Name))],
        };
    }

    internal static IQueryable<EvidencePackage> Seen(PortalDb db, Actor actor)
    {
        var packages = db.EvidencePackages.AsNoTracking();
        if (actor.Tenants?.Select(tenant => (TenantId?)tenant).ToList() is not { } tenants)
            return packages;
        var me = actor.Person ?? default;
        return packages.Where(p => tenants.Contains(p.TenantId) || p.AskedById == me);
    }

    private static EvidenceRow Row(EvidencePackage package) => new(
        package.Id.Value, package.AskedAt, package.AskedBy, package.Reason, package.From, package.Until, package.Scope, package.State)
    {
        Done = package.Done,
        Total = package.Total,
        Events = package.Events,
        Actions = package.Actions,
        Attributed = package.Attributed,
        Bytes = package.Bytes,
        Sha256 = package.Sha256,
        Trouble = package.Trouble,
        Framework = ControlCatalogue.Shipped.FrameworkOf(package.Framework)?.Name ?? package.Framework,
    };
}
