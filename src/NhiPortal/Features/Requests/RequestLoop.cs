using NhiPortal.Data;

namespace NhiPortal.Features.Requests;

/// <summary>Notices within seconds that nobody may decide what was just asked, or that somebody may again.</summary>
public sealed partial class RequestLoop(WatchRequests watch, ChangeFeed feed, TimeProvider time, ILogger<RequestLoop> log)
    : ChangeLoop(feed, time, TimeSpan.FromSeconds(1), ChangeKind.Request, ChangeKind.Integration, ChangeKind.Target, ChangeKind.Person, ChangeKind.Policy)
{
    protected override Task TurnAsync(CancellationToken cancellation) => watch.RunAsync(cancellation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watching requests after a change failed")]
    protected override partial void TurnFailed(Exception error);
}
