using System.Buffers.Text;
using System.Collections.Concurrent;
namespace NhiPortal.EndToEnd;

/// <summary>The process dies at any moment under load: every decision it answered is in the tree once, and the log verifies.</summary>
public sealed class KillTests
{
    private const int Rounds = 3, Callers = 8;

    [Fact]
    public async Task KilledUnderLoad_EveryAnsweredDecision_IsInTheTreeExactlyOnce()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var portal = new Portal(new PortalOptions { Arguments = ["--seed", "demo"] });
        await portal.StartAsync(stop);
        var answered = new ConcurrentBag<Guid>();
        for (var round = 0; round < Rounds; round++)
        {
            using var workload = new ApiCaller(portal.Address);
            await workload.SignInAsync("hr-sync", stop);
            var before = answered.Count;
            var load = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallUntilItDiesAsync(workload, $"u-{round}-{caller}", answered, stop)));
            while (answered.Count == before)
                await Task.Delay(5, stop);
            await Task.Delay(Random.Shared.Next(0, 1_000), stop);
            portal.Kill();
            await load;
            await portal.StartAsync(stop);
        }

        await UntilNoneWaitsAsync(portal, stop);
        portal.Kill();
        var (code, output) = await Portal.RunAsync("Development", "verify", "--data", portal.DataFolder);
        Assert.True(code == 0, output);
        Assert.Contains("The audit log is intact.", output, StringComparison.Ordinal);

        var inTheTree = Read(portal, "SELECT EventId FROM AuditEvents WHERE LeafIndex IS NOT NULL").CountBy(id => id).ToDictionary();
        var wrong = answered.Where(id => inTheTree.GetValueOrDefault(id) != 1).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {answered.Count} answered decisions are not in the tree exactly once.");
        Assert.Equal(answered.Count, answered.Distinct().Count());
    }

    private static async Task CallUntilItDiesAsync(ApiCaller workload, string member, ConcurrentBag<Guid> answered, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var answer = await workload.EvaluateAsync(ApiCaller.AddMember(member), stop);
                answered.Add(EventOf(answer.GetProperty("context").GetProperty("evaluation_id").GetString()!));
            }
        }
        catch (Exception died) when (died is HttpRequestException or IOException)
        {
            // The portal was killed while this call was on its way; nothing was promised for it.
        }
    }

    // An evaluation's id begins with the id of the event that records it.
    private static Guid EventOf(string evaluation) => new(Base64Url.DecodeFromChars(evaluation).AsSpan(0, 16), bigEndian: true);

    private static async Task UntilNoneWaitsAsync(Portal portal, CancellationToken stop)
    {
        for (var tries = 0; Read(portal, "SELECT EventId FROM AuditEvents WHERE LeafIndex IS NULL").Count > 0 || Journal(portal) > 0; tries++)
        {
            Assert.True(tries < 1_200, "Events still waited for their place in the tree after two minutes.");
            await Task.Delay(100, stop);
        }
    }

    private static long Journal(Portal portal) => portal.Ask("SELECT COUNT(*) FROM Journal", row => row.GetInt64(0)).Single();

    private static IReadOnlyList<Guid> Read(Portal portal, string sql) => portal.Ask(sql, row => row.GetGuid(0));
}
