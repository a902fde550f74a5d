using System.Threading.Channels;
using NhiPortal.Data;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Data;

public sealed class ChangeLoopTests
{
    [Fact]
    public async Task Turn_CancelledByATimeLimit_IsToldAndTheNextStillComes()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        var feed = portal.Get<ChangeFeed>();
        await feed.StartAsync(stop);
        using var loop = new FirstTurnFails(feed, portal.Get<TimeProvider>());
        await loop.StartAsync(stop);

        await org.AskAsync();
        Assert.IsType<TaskCanceledException>(await loop.Failed.ReadAsync(stop));
        await org.AskAsync(AddMember("u2"));
        await loop.Done.ReadAsync(stop);

        await loop.StopAsync(stop);
        Assert.True(loop.ExecuteTask is { IsFaulted: false });
    }

    private sealed class FirstTurnFails(ChangeFeed feed, TimeProvider time) : ChangeLoop(feed, time, TimeSpan.Zero, ChangeKind.Request)
    {
        private readonly Channel<Exception> failed = Channel.CreateUnbounded<Exception>();
        private readonly Channel<int> done = Channel.CreateUnbounded<int>();
        private int turns;

        public ChannelReader<Exception> Failed => failed.Reader;

        public ChannelReader<int> Done => done.Reader;

        protected override Task TurnAsync(CancellationToken cancellation) =>
            ++turns == 1 ? Task.FromCanceled(new CancellationToken(true)) : done.Writer.WriteAsync(turns, cancellation).AsTask();

        protected override void TurnFailed(Exception error) => failed.Writer.TryWrite(error);
    }
}
