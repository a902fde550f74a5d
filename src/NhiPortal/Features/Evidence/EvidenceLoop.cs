using NhiPortal.Data;

namespace NhiPortal.Features.Evidence;

/// <summary>Begins to build within a second of being asked.</summary>
public sealed partial class EvidenceLoop(BuildEvidence build, ChangeFeed feed, TimeProvider time, ILogger<EvidenceLoop> log)
    : ChangeLoop(feed, time, TimeSpan.FromMilliseconds(200), ChangeKind.Evidence)
{
    protected override Task TurnAsync(CancellationToken cancellation) => build.RunAsync(cancellation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Building evidence failed; trying again")]
    protected override partial void TurnFailed(Exception error);
}
