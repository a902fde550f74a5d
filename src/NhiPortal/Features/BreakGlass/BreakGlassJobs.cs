using Hangfire;

namespace NhiPortal.Features.BreakGlass;

/// <summary>Hangfire's door to break-glass.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class BreakGlassJobs(NoteOverdueReviews note)
{
    [DisableConcurrentExecution(30)]
    public Task<int> NoteOverdueAsync(CancellationToken cancellation) => note.RunAsync(cancellation);
}
