using NhiPortal.Domain.Discovery;

namespace NhiPortal.Connectors.Tests;

public sealed class AccountBoundsTests
{
    [Fact]
    public async Task Bounded_OneTooMany_IsAFault()
    {
        Assert.Equal(3, await CountAsync(3, 3));
        Assert.Contains("more than 3", (await Assert.ThrowsAsync<ConnectorFault>(() => CountAsync(4, 3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bounded_ManyMore_StopsAtTheLimit() => Assert.False((await Assert.ThrowsAsync<ConnectorFault>(() => CountAsync(int.MaxValue, AccountBounds.Most))).Retryable);

    private static async Task<int> CountAsync(int made, int most)
    {
        var count = 0;
        await foreach (var _ in MakeAsync(made).Bounded(most, TestContext.Current.CancellationToken))
            count++;
        return count;
    }

    private static async IAsyncEnumerable<FoundAccount> MakeAsync(int count)
    {
        await Task.Yield();
        for (var i = 0; i < count; i++)
            yield return new FoundAccount { Id = $"{i}", Name = $"a{i}", CanDo = "nothing" };
    }
}
