using NhiPortal.Data;

namespace NhiPortal.Features.Requests;

/// <summary>Puts approvals to their owners again within seconds of a change of what they rest on.</summary>
public sealed partial class ReturnLoop(ReturnChanged returning, ChangeFeed feed, TimeProvider time, ILogger<ReturnLoop> log)
    : ChangeLoop(feed, time, TimeSpan.FromSeconds(1), ChangeKind.Integration, ChangeKind.Target, ChangeKind.Policy)
{
    protected override Task TurnAsync(CancellationToken cancellation) => returning.RunAsync(cancellation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Returning approvals after a change failed")]
    protected override partial void TurnFailed(Exception error);
}
