using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit;

namespace NhiPortal.Tests.Features.Audit;

public sealed class SignCheckpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sign_EmptyLog_SignsNothing()
    {
        await using var portal = await TestPortal.StartAsync();
        Assert.False(await portal.Get<SignCheckpoint>().RunAsync(true, Cancellation));
    }

    [Fact]
    public async Task Sign_GrownLog_SignsAtOnceThenOnceAMinute()
    {
        await using var portal = await TestPortal.StartAsync();
        Assert.True(await GrowAndSignAsync(portal));
        Assert.False(await GrowAndSignAsync(portal));
        portal.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(await GrowAndSignAsync(portal));
        portal.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.False(await portal.Get<SignCheckpoint>().RunAsync(false, Cancellation));
    }

    [Fact]
    public async Task Sign_CleanShutdown_SignsWhatGrew()
    {
        await using var portal = await TestPortal.StartAsync();
        Assert.True(await GrowAndSignAsync(portal));
        await portal.EventsAsync(1);
        await portal.Get<SequenceAudit>().RunAsync(Cancellation);
        Assert.True(await portal.Get<SignCheckpoint>().RunAsync(true, Cancellation));
    }

    [Fact]
    public async Task Sign_TwoInstancesAtOnce_SignOneSizeOnce()
    {
        await using var portal = await TestPortal.StartAsync();
        await using var second = portal.Second();
        await portal.EventsAsync(3);
        await portal.Get<SequenceAudit>().RunAsync(Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? portal : second).Get<SignCheckpoint>().RunAsync(true, Cancellation), Cancellation)));
        await using var db = portal.Db();
        var only = await db.Checkpoints.SingleAsync(Cancellation);
        var stated = Checkpoint.Verify(only.Jws, portal.Get<SigningKeys>().CopyPublic()[0]);
        Assert.Equal((3L, new MerkleHash(only.Root)), (stated!.TreeSize, stated.Root));
        Assert.Equal(only.Jws, portal.Get<CheckpointWitness>().Read());
    }

    private static async Task<bool> GrowAndSignAsync(TestPortal portal)
    {
        await portal.EventsAsync(2);
        await portal.Get<SequenceAudit>().RunAsync(Cancellation);
        return await portal.Get<SignCheckpoint>().RunAsync(false, Cancellation);
    }
}
