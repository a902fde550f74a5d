using NhiPortal.Data;

namespace NhiPortal.Features.Rotations;

/// <summary>Goes on with rotations as soon as a step is due, and looks often enough to try again after seconds.</summary>
public sealed partial class RotateLoop(RotateDue rotate, ChangeFeed feed, TimeProvider time, ILogger<RotateLoop> log)
    : ChangeLoop(feed, time, TimeSpan.FromMilliseconds(500), ChangeKind.Integration)
{
    protected override TimeSpan Longest => TimeSpan.FromSeconds(5);

    protected override Task TurnAsync(CancellationToken cancellation) => rotate.RunAsync(cancellation);

    // The kind alone: what goes wrong on the way may name accounts.
    protected override void TurnFailed(Exception error) => TurnFailed(error.GetType().Name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Going on with rotations failed: {Error}")]
    private partial void TurnFailed(string error);
}
