using NhiPortal.Data;

namespace NhiPortal.Features.Access;

/// <summary>Hears of changes to one request, from the moment it is made, so that nothing between two looks is missed.</summary>
internal sealed class News : IDisposable
{
    private readonly ChangeFeed feed;
    private readonly SemaphoreSlim heard = new(0);

    public News(ChangeFeed feed, Guid request)
    {
        (this.feed, Request) = (feed, request);
        feed.Changed += Hear;
    }

    /// <summary>The request listened for.</summary>
    public Guid Request { get; set; }

    /// <summary>Returns at the next change, after the time given, or when the portal stops; throws when the caller goes away.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken caller, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(longest, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping, caller);
        try
        {
            await heard.WaitAsync(ending.Token);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            // Time is up: whoever waited looks one last time.
        }
    }

    // Not disposed: a change just being told may still release it, and without a wait handle it holds nothing.
    public void Dispose() => feed.Changed -= Hear;

    private void Hear(IReadOnlyList<Change> changes)
    {
        if (changes.Any(change => change.Kind == ChangeKind.Request && change.Subject == Request))
            heard.Release();
    }
}
