using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NhiPortal.Data;
using NhiPortal.Data.Seed.Demo;
using NhiPortal.Data.Seed.Large;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;

namespace NhiPortal.Tests.Data.Seed.Large;

/// <summary>The large organisation at a hundredth of its size: by the same code, so by the same rules.</summary>
public sealed class LargeOrganisationTests : IAsyncLifetime
{
    private static readonly LargeSize Size = new(1_000, 120, 60, 300, 120);
    private TestPortal portal = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        await using var db = portal.Db();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
        var demo = DemoOrganisation.Play(portal.Now);
        await DemoOrganisation.WriteAsync(demo, db, Cancellation);
        await LargeOrganisation.WriteAsync(demo, Size, db, NullLogger.Instance, Cancellation);
        await transaction.CommitAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Write_Organisation_HasItsSizeAndEveryKindOfThing()
    {
        await using var db = portal.Db();
        Assert.Equal(1_040, await db.Integrations.CountAsync(Cancellation));
        Assert.Equal(72, await db.Targets.CountAsync(Cancellation));
        Assert.InRange(await db.Requests.CountAsync(Cancellation), 400, 520);
        Assert.InRange(await db.Grants.CountAsync(g => g.Status == GrantStatus.Active, Cancellation), 110, 135);
        var kinds = await db.Integrations.Select(i => new { i.Kind, i.Status, i.Standing, i.Environment }).ToListAsync(Cancellation);
        Assert.Equal(4, kinds.Select(k => k.Kind).Distinct().Count());
        Assert.Equal(4, kinds.Select(k => k.Status).Distinct().Count());
        Assert.Equal(4, kinds.Select(k => k.Standing).Distinct().Count());
        Assert.Equal(3, kinds.Select(k => k.Environment).Distinct().Count());
        Assert.InRange(kinds.Count(k => k.Standing == Standing.Accountable), 500, 900);
    }

    [Fact]
    public async Task Write_WhatStands_RestsOnTodaysFacts()
    {
        await using var db = portal.Db();
        foreach (var integration in await db.Grants.Where(g => g.Status == GrantStatus.Active).Select(g => g.IntegrationId).Distinct().Take(40).ToListAsync(Cancellation))
            Assert.Empty(await db.ComebacksAsync(integration, portal.Now, Cancellation));
    }

    [Fact]
    public async Task Write_StandingsAndGaps_AreWhatASweepWouldWrite()
    {
        await using var db = portal.Db();
        var run = new Work(db, Actor.Rule("sweep ownerships"), portal.Now);
        var integrations = await db.Integrations.Select(i => i.Id).ToListAsync(Cancellation);
        await run.StandAsync(integrations, Cancellation);
        await run.GapsAsync(integrations, await db.Targets.Select(t => t.Id).ToListAsync(Cancellation), Cancellation);
        Assert.False(db.ChangeTracker.HasChanges());
        Assert.Equal(0, await portal.Get<SweepOwnerships>().RunAsync(Cancellation));
    }

    [Fact]
    public async Task Write_OpenThings_AreOpenNowAndWhatIsApprovedHasOneGrant()
    {
        await using var db = portal.Db();
        var requests = await db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery().ToListAsync(Cancellation);
        var grants = (await db.Grants.AsNoTracking().ToListAsync(Cancellation)).ToDictionary(g => g.RequestId);
        Assert.All(requests, r => Assert.Equal(r.Status == RequestStatus.Approved && !r.IsStanding, grants.ContainsKey(r.Id)));
        Assert.All(requests.Where(r => r.Status == RequestStatus.Approved && r.UnderId is null), r => Assert.All(r.Stages, stage => Assert.True(r.IsComplete(stage) || r.Decisions.Exists(d => d.ByBreakGlass))));
        Assert.All(requests.Where(r => r.Status == RequestStatus.Pending), r => Assert.True(r.AskedAt <= portal.Now && r.ExpiresAt > portal.Now));
        Assert.All(grants.Values.Where(g => g.Status == GrantStatus.Active), g => Assert.True(g.LiveAt(portal.Now)));
        var active = (await db.Integrations.Where(i => i.Status == IntegrationStatus.Active).Select(i => i.Id).ToListAsync(Cancellation)).ToHashSet();
        Assert.All(grants.Values.Where(g => g.Status == GrantStatus.Active), g => Assert.Contains(g.IntegrationId, active));
        Assert.True(requests.Count(r => r.Status == RequestStatus.Pending) > 12);
    }

    [Fact]
    public async Task Write_Events_AreInTheOrderOfTime()
    {
        await using var db = portal.Db();
        var times = await db.AuditEvents.OrderBy(e => e.Id).Select(e => e.At).ToListAsync(Cancellation);
        Assert.Equal(times.Order(), times);
        Assert.True(times[^1] <= portal.Now);
    }
}
