using NhiPortal.Data;

namespace NhiPortal.Features.Channels;

/// <summary>Sends messages within a second of what they tell of, and looks often enough to try again after seconds.</summary>
public sealed partial class DeliveryLoop(SendDeliveries send, ChangeFeed feed, TimeProvider time, ILogger<DeliveryLoop> log)
    : ChangeLoop(feed, time, TimeSpan.FromMilliseconds(200), ChangeKind.Channel)
{
    protected override TimeSpan Longest => TimeSpan.FromSeconds(5);

    protected override Task TurnAsync(CancellationToken cancellation) => send.RunAsync(cancellation);

    // The kind alone: what goes wrong on the way repeats addresses.
    protected override void TurnFailed(Exception error) => TurnFailed(error.GetType().Name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending messages to channels failed: {Error}")]
    private partial void TurnFailed(string error);
}
