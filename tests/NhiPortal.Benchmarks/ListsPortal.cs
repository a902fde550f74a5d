using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NhiPortal.Data;
using NhiPortal.Data.Seed.Demo;
using NhiPortal.Data.Seed.Large;
using NhiPortal.Domain;
using NhiPortal.Features;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Findings;

namespace NhiPortal.Benchmarks;

/// <summary>The portal's queries on a large organisation of one size, and the people who look at it.</summary>
internal sealed class ListsPortal : IAsyncDisposable
{
    /// <summary>How many integrations the measured owner has to do with, whatever the size.</summary>
    private const int OwnersShare = 200;

    private readonly ServiceProvider services;

    private ListsPortal(string folder)
    {
        var settings = new PortalSettings { Data = folder };
        services = new ServiceCollection().AddSingleton(settings).AddLogging().AddSingleton(TimeProvider.System)
            .AddData(new DatabaseSettings(), folder).AddFeatures(settings).BuildServiceProvider();
    }

    public Dictionary<string, Actor> Actors { get; } = [];

    public Dictionary<Actor, long> Totals { get; } = [];

    /// <summary>An integration that the owner owns, and a target.</summary>
    public string Integration { get; private set; } = "";

    public string Target { get; private set; } = "";

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public static async Task<ListsPortal> OpenAsync(string folder, int size)
    {
        var isNew = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        var portal = new ListsPortal(folder);
        await using var db = await portal.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        if (isNew)
            await SeedAsync(db, size);
        await portal.CastAsync(db);
        return portal;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    internal static async Task SeedAsync(PortalDb db, int size)
    {
        Console.WriteLine($"Seeding {size:N0} integrations…");
        await db.Database.MigrateAsync();
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            var demo = DemoOrganisation.Play(TimeProvider.System.GetUtcNow());
            await DemoOrganisation.WriteAsync(demo, db, default);
            await LargeOrganisation.WriteAsync(demo, LargeSize.Of(size), db, NullLogger.Instance, default);
            await transaction.CommitAsync();
        }

        // A portal that has run for a while reads from the database, not from a log as large as it.
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private async Task CastAsync(PortalDb db)
    {
        var tenants = (await db.Integrations.GroupBy(i => i.TenantId).Select(group => new { group.Key, Count = group.Count() }).ToListAsync())
            .OrderByDescending(tenant => tenant.Count).Select(tenant => tenant.Key).ToList();
        var own = (await db.Ownerships.Where(o => o.ClosedAt == null && o.AcceptedAt != null && o.IntegrationId != null).Select(o => new { o.PersonId, o.IntegrationId }).ToListAsync()).ToLookup(o => o.PersonId);
        var (first, second) = (tenants[0], tenants[1]);
        var systems = (await db.Ownerships.Where(o => o.ClosedAt == null && o.AcceptedAt != null && o.TargetId != null && o.TenantId == first).Select(o => new { o.PersonId, TargetId = o.TargetId!.Value }).ToListAsync()).ToLookup(o => o.PersonId);
        var reach = (await db.Paths.Select(p => new { p.TargetId, p.IntegrationId }).Distinct().GroupBy(p => p.TargetId).Select(group => new { group.Key, Count = group.Count() }).ToListAsync()).ToDictionary(row => row.Key, row => row.Count);
        var owner = systems.Where(o => own[o.Key].Any()).MinBy(o => Math.Abs(own[o.Key].Count() + o.Sum(row => reach.GetValueOrDefault(row.TargetId)) - OwnersShare))!;
        var mine = own[owner.Key].First().IntegrationId!.Value;
        Integration = await db.Integrations.Where(i => i.Id == mine).Select(i => i.Key).SingleAsync();
        Target = await db.Targets.Where(t => t.Id == owner.First().TargetId).Select(t => t.Key).SingleAsync();

        Actors["administrator"] = As(owner.Key, null, Role.Administrator);
        Actors["IAM staff, two tenants"] = As(owner.Key, [first, second], Role.IamStaff);
        Actors["IAM staff, one tenant"] = As(owner.Key, [first], Role.IamStaff);
        Actors["owner"] = As(owner.Key, []);
    }

    private static Actor As(PersonId person, HashSet<TenantId>? tenants, params Role[] roles) =>
        new() { Kind = ActorKind.Person, Id = person.Value, Name = "measured", Tenants = tenants, Roles = roles.ToHashSet() };
}
