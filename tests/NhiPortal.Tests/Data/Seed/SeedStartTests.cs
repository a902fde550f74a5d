using Microsoft.EntityFrameworkCore;
using NhiPortal.Data.Seed;

namespace NhiPortal.Tests.Data.Seed;

public sealed class SeedStartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Seed_TwoInstancesAtOnce_OneWins()
    {
        await using var portal = await TestPortal.StartAsync();
        await using var second = portal.Second();
        await Task.WhenAll(
            Task.Run(() => portal.Services.SeedAsync(SeedKind.Demo, Cancellation), Cancellation),
            Task.Run(() => second.Services.SeedAsync(SeedKind.Demo, Cancellation), Cancellation));
        await using var db = portal.Db();
        Assert.Equal(40, await db.Integrations.CountAsync(Cancellation));
        Assert.Equal(1, await db.EnforcementPoints.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Seed_AnythingThere_ChangesNothing()
    {
        await using var portal = await TestPortal.StartAsync();
        await SmallOrganisation.CreateAsync(portal);
        await portal.Services.SeedAsync(SeedKind.Demo, Cancellation);
        await using var db = portal.Db();
        Assert.Equal(1, await db.Integrations.CountAsync(Cancellation));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(400)]
    [InlineData(900)]
    public async Task Seed_Interrupted_LeavesNothingOrAll(int milliseconds)
    {
        await using var portal = await TestPortal.StartAsync();
        using var stop = new CancellationTokenSource(milliseconds);
        try
        {
            await portal.Services.SeedAsync(SeedKind.Demo, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // As a crash would: what was written is not committed.
        }

        await using (var db = portal.Db())
            Assert.Contains((await db.Tenants.CountAsync(Cancellation), await db.Integrations.CountAsync(Cancellation)), new[] { (0, 0), (3, 40) });
        await portal.Services.SeedAsync(SeedKind.Demo, Cancellation);
        await using var after = portal.Db();
        Assert.Equal(40, await after.Integrations.CountAsync(Cancellation));
    }
}
