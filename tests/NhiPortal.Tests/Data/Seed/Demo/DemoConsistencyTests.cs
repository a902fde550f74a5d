using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;

namespace NhiPortal.Tests.Data.Seed.Demo;

public sealed class DemoConsistencyTests(SeededDemo demo) : IClassFixture<SeededDemo>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Seed_Organisation_HasTheSizeItPromises()
    {
        await using var db = demo.Portal.Db();
        Assert.Equal(3, await db.Tenants.CountAsync(Cancellation));
        Assert.InRange(await db.People.CountAsync(Cancellation), 28, 34);
        Assert.Equal(4, await db.Vendors.CountAsync(Cancellation));
        Assert.Equal(12, await db.Targets.CountAsync(Cancellation));
        Assert.Equal(40, await db.Integrations.CountAsync(Cancellation));
        Assert.InRange(await db.Requests.CountAsync(r => r.Status == RequestStatus.Pending, Cancellation), 19, 24);
        Assert.InRange(await db.Requests.CountAsync(r => r.Status != RequestStatus.Pending, Cancellation), 110, 180);
        Assert.InRange(await db.Grants.CountAsync(g => g.Status == GrantStatus.Active, Cancellation), 6, 8);
        Assert.InRange(await db.AuditEvents.CountAsync(Cancellation), 2500, 4000);
    }

    [Fact]
    public async Task Seed_Events_AreInTheOrderOfTimeAndNotAhead()
    {
        await using var db = demo.Portal.Db();
        var events = await db.AuditEvents.AsNoTracking().OrderBy(e => e.Id).ToListAsync(Cancellation);
        Assert.Equal(events.Select(e => e.At).Order(), events.Select(e => e.At));
        Assert.True(events[^1].At <= demo.Now);
        Assert.All(events, e => Assert.True(e.LeafIndex is null && e.ColumnsAgree()));
    }

    [Fact]
    public async Task Seed_Grants_CountTheUsesTheRecordShows()
    {
        await using var db = demo.Portal.Db();
        var allowed = await db.AuditEvents.Where(e => e.Kind == "access.allowed").GroupBy(e => e.GrantId!.Value)
            .Select(group => new { group.Key, Count = group.Count(), Last = group.Max(e => e.At) }).ToDictionaryAsync(row => row.Key, Cancellation);
        foreach (var grant in await db.Grants.AsNoTracking().ToListAsync(Cancellation))
        {
            Assert.Equal(allowed.GetValueOrDefault(grant.Id)?.Count ?? 0, grant.Uses);
            Assert.Equal(allowed.GetValueOrDefault(grant.Id)?.Last, grant.LastUsedAt);
        }
    }

    [Fact]
    public async Task Seed_ApprovedRequests_HaveOneGrantWithinWhatEveryoneAgreedTo()
    {
        await using var db = demo.Portal.Db();
        var grants = (await db.Grants.AsNoTracking().ToListAsync(Cancellation)).ToDictionary(g => g.RequestId);
        var requests = await db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery().ToListAsync(Cancellation);
        foreach (var request in requests)
        {
            // What is approved in advance grants nothing itself; each use is a request of its own that stands under it.
            Assert.Equal(request.Status == RequestStatus.Approved && !request.IsStanding, grants.ContainsKey(request.Id));
            Assert.True(request.UnderId is not { } under || requests.Exists(r => r.Id == under && r.IsStanding && r.Status == RequestStatus.Approved));
            Assert.Equal(request.Decisions.Count, request.Decisions.Select(d => d.PersonId).Distinct().Count());
            Assert.DoesNotContain(request.Decisions, d => d.PersonId == request.RequestedById || d.PersonId == request.StartedById);
            if (request.Status != RequestStatus.Approved || request.IsStanding || request.UnderId is not null)
                continue;
            var alone = request.Decisions.Exists(d => d.ByBreakGlass);
            Assert.Equal(alone, await db.BreakGlassUses.AnyAsync(u => u.RequestId == request.Id && u.GrantId == grants[request.Id].Id, Cancellation));
            Assert.All(request.Stages, stage => Assert.True(alone || request.IsComplete(stage)));
            var length = (grants[request.Id].Until - grants[request.Id].From).TotalMinutes;
            Assert.InRange(length, 1, Math.Min(request.LongestMinutes, request.Decisions.Min(d => d.Minutes!.Value)));
        }
    }

    [Fact]
    public async Task Seed_OpenThings_AreStillOpenNow()
    {
        await using var db = demo.Portal.Db();
        Assert.False(await db.Requests.AnyAsync(r => r.Status == RequestStatus.Pending && r.ExpiresAt <= demo.Now, Cancellation));
        Assert.True(await db.Requests.AnyAsync(r => r.Status == RequestStatus.Pending && r.ExpiresAt <= demo.Now.AddHours(1), Cancellation));
        var live = await db.Grants.AsNoTracking().Where(g => g.Status == GrantStatus.Active).ToListAsync(Cancellation);
        Assert.All(live, grant => Assert.True(grant.LiveAt(demo.Now)));
        var active = await db.Integrations.Where(i => i.Status == IntegrationStatus.Active).Select(i => i.Id).ToListAsync(Cancellation);
        Assert.All(live, grant => Assert.Contains(grant.IntegrationId, active));
    }

    [Fact]
    public async Task Seed_NothingThatStands_RestsOnFactsThatChanged()
    {
        await using var db = demo.Portal.Db();
        foreach (var integration in await db.Integrations.Select(i => i.Id).ToListAsync(Cancellation))
            Assert.Empty(await db.ComebacksAsync(integration, demo.Now, Cancellation));
    }

    [Fact]
    public async Task Seed_BreakGlass_HasAReviewedUse_AnOpenDebtAndADrill_AllOnRecord()
    {
        await using var db = demo.Portal.Db();
        var uses = await db.BreakGlassUses.AsNoTracking().OrderBy(u => u.UsedAt).ToListAsync(Cancellation);
        Assert.Equal([true, false], uses.Select(u => u.ReviewedAt is not null));
        Assert.InRange(uses[1].ReviewDue - demo.Now, TimeSpan.FromHours(1), TimeSpan.FromHours(23));
        var directory = await db.Targets.SingleAsync(t => t.Key == "corp-directory", Cancellation);
        Assert.NotNull(directory.DutyChiefId);
        Assert.NotEqual(directory.Id, uses[1].TargetId);
        Assert.Equal(1, await db.BreakGlassDrills.CountAsync(Cancellation));
        foreach (var (kind, count) in new[] { ("break_glass.used", 2), ("break_glass.reviewed", 1), ("break_glass.drilled", 1), ("break_glass.duty_chief_named", 1) })
            Assert.Equal(count, await db.AuditEvents.CountAsync(e => e.Kind == kind, Cancellation));
        var rules = (await db.Policies.OrderByDescending(p => p.Number).FirstAsync(Cancellation)).Rules;
        Assert.True(rules.Single(rule => rule.Name == "Internal agent").EmergencyAllowed);
    }

    [Fact]
    public async Task Seed_StandingsAndGaps_AreWhatASweepWouldWrite()
    {
        await using var db = demo.Portal.Db();
        var run = new Work(db, Actor.Rule("sweep ownerships"), demo.Now);
        var integrations = await db.Integrations.Select(i => i.Id).ToListAsync(Cancellation);
        await run.StandAsync(integrations, Cancellation);
        await run.GapsAsync(integrations, await db.Targets.Select(t => t.Id).ToListAsync(Cancellation), Cancellation);
        Assert.False(db.ChangeTracker.HasChanges());
        Assert.Equal(0, await demo.Portal.Get<SweepOwnerships>().RunAsync(Cancellation));
        Assert.Equal(
            await db.Gaps.CountAsync(Cancellation), await db.AuditEvents.CountAsync(e => e.Kind == "gap.opened", Cancellation));
        Assert.Equal(
            await db.Gaps.CountAsync(g => g.ClosedAt != null, Cancellation), await db.AuditEvents.CountAsync(e => e.Kind == "gap.closed", Cancellation));
    }
}
