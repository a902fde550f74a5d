using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;
using NhiPortal.Jobs;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Jobs;

public sealed class ScheduleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Register_Twice_LeavesExactlyTheSchedule()
    {
        // Hangfire keeps one log for the process; a portal another test has ended may have left its own behind.
        Hangfire.Logging.LogProvider.SetCurrentLogProvider(null);
        using var storage = new InMemoryStorage();
        var recurring = new RecurringJobManager(storage);
        recurring.AddOrUpdate("retired-long-ago", () => Console.WriteLine(), Cron.Daily());
        for (var i = 0; i < 2; i++)
            using (var connection = storage.GetConnection())
                Schedule.Register(recurring, [.. connection.GetRecurringJobs().Select(job => job.Id)]);
        using var after = storage.GetConnection();
        Assert.Equal(Schedule.All.Select(job => job.Name).Order(), after.GetRecurringJobs().Select(job => job.Id).Order());
        Assert.All(after.GetRecurringJobs(), job => Assert.Null(job.LoadException));
    }

    [Fact]
    public void Doors_TakeOnlyWhatHangfireCanStore() => Assert.All(
        Schedule.All.SelectMany(job => job.Job.Method.GetParameters()),
        parameter => Assert.True(parameter.ParameterType == typeof(CancellationToken) || parameter.ParameterType.IsPrimitive || parameter.ParameterType == typeof(string) || parameter.ParameterType == typeof(Guid)));

    [Fact]
    public async Task Sweeps_OnManyInstancesAtOnce_DoEachThingOnce()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        for (var i = 0; i < 12; i++)
            await org.AskAsync(AddMember($"late-{i}"));
        for (var i = 0; i < 6; i++)
        {
            var granted = await org.AskAsync(AddMember($"short-{i}"));
            await org.ApproveAsync(org.Sam, granted);
            await org.ApproveAsync(org.Ian, granted);
        }

        // Long enough for requests and grants to end and for every attestation to lapse.
        portal.Time.Advance(TimeSpan.FromDays(400));
        var instances = Enumerable.Range(0, 4).Select(_ => portal.Second()).ToList();
        await Task.WhenAll(instances.SelectMany(instance => new Task[]
        {
            Task.Run(() => new RequestJobs(instance.Get<ExpireRequests>(), instance.Get<WatchRequests>(), instance.Get<ReturnChanged>()).ExpireAsync(Cancellation), Cancellation),
            Task.Run(() => new GrantJobs(instance.Get<EndDueGrants>()).EndDueAsync(Cancellation), Cancellation),
            Task.Run(() => new OwnershipJobs(instance.Get<SweepOwnerships>()).SweepAsync(Cancellation), Cancellation),
            Task.Run(() => instance.Get<SequenceAudit>().RunAsync(Cancellation), Cancellation),
        }));
        foreach (var instance in instances)
            await instance.DisposeAsync();

        await using var db = portal.Db();
        Assert.Equal(12, await db.Requests.CountAsync(r => r.Status == RequestStatus.Expired, Cancellation));
        Assert.Equal(6, await db.Grants.CountAsync(g => g.Status == GrantStatus.Expired, Cancellation));
        Assert.Equal(12, await db.AuditEvents.CountAsync(e => e.Kind == "request.expired", Cancellation));
        Assert.Equal(6, await db.AuditEvents.CountAsync(e => e.Kind == "grant.expired", Cancellation));
        var opened = await db.AuditEvents.CountAsync(e => e.Kind == "gap.opened", Cancellation);
        Assert.Equal(await db.Gaps.CountAsync(Cancellation), opened);
        Assert.True(opened >= 4);
        await portal.Get<SequenceAudit>().RunAsync(Cancellation);
        await NhiPortal.Tests.Features.Audit.Recorded.AssertInTreeOnceAsync(portal, []);
    }
}
