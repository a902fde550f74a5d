using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Hosting.Health;

namespace NhiPortal.Tests.Hosting.Health;

/// <summary>Alive needs nothing; ready needs the database, the job server and a sequencer that keeps up.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Ready_InTheWholeProgram_SaysEachPartIsOk()
    {
        await using var host = PortalHost.Development();
        using var client = host.CreateClient();

        var (status, report) = await AskAsync(client, "/health/ready");
        for (var tries = 0; status != HttpStatusCode.OK && tries < 600; tries++)
        {
            // The job server says it is there a moment after the program is, and later on a busy machine.
            await Task.Delay(100, TestContext.Current.CancellationToken);
            (status, report) = await AskAsync(client, "/health/ready");
        }

        Assert.True(status == HttpStatusCode.OK, report.GetRawText());
        Assert.Equal("ok", report.GetProperty("status").GetString());
        Assert.Equal(["database", "jobs", "sequencer"], report.GetProperty("checks").EnumerateObject().Select(check => check.Name));
    }

    [Fact]
    public async Task Ready_DatabaseGone_Is503WithoutSayingWhere_AndAliveStays()
    {
        await using var host = PortalHost.Development();
        using var client = host.CreateClient();
        await using (var db = await host.Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken))
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE AuditEvents RENAME TO Gone", TestContext.Current.CancellationToken);

        var (ready, report) = await AskAsync(client, "/health/ready");
        var (alive, _) = await AskAsync(client, "/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
        Assert.DoesNotContain("SQLite", report.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AuditEvents", report.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, alive);
    }

    [Fact]
    public async Task Sequencer_EventWaitingLongerThanItMay_IsBehind()
    {
        await using var portal = await TestPortal.StartAsync();
        var health = new SequencerHealth(portal.Get<IDbContextFactory<PortalDb>>(), portal.Time);
        await portal.Get<UnitOfWork>().RunAsync<Done>(Actor.Rule("test"), "test", run =>
        {
            run.Record(new AuditNote("test.happened", "It happened."));
            return Task.FromResult<Result<Done>>(default(Done));
        }, TestContext.Current.CancellationToken);

        portal.Time.Advance(SequencerHealth.Longest);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync(health));
        portal.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync(health));
    }

    [Fact]
    public async Task Sequencer_SameJournalEntrySeenWaiting_IsBehind()
    {
        await using var portal = await TestPortal.StartAsync();
        var health = new SequencerHealth(portal.Get<IDbContextFactory<PortalDb>>(), portal.Time);
        await portal.ArrangeAsync(db => db.Journal.Add(new JournalEntry { Lines = [], Count = 0 }));

        Assert.Equal(HealthStatus.Healthy, await StatusAsync(health));
        portal.Time.Advance(SequencerHealth.Longest + TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync(health));
    }

    [Fact]
    public async Task Database_OfAnOlderProgram_IsNotMigrated()
    {
        await using var portal = await TestPortal.StartAsync();
        var health = new DatabaseHealth(portal.Get<IDbContextFactory<PortalDb>>());
        Assert.Equal(HealthStatus.Healthy, await StatusAsync(health));

        await using (var db = portal.Db())
            await db.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsHistory", TestContext.Current.CancellationToken);

        Assert.Equal("not migrated", (await health.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Description);
    }

    private static async Task<HealthStatus> StatusAsync(IHealthCheck check) =>
        (await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;

    private static async Task<(HttpStatusCode Status, JsonElement Report)> AskAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        using var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (answer.StatusCode, report.RootElement.Clone());
    }
}
