using NhiPortal.Domain.Channels;
using NhiPortal.Notifications;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Channels;

/// <summary>How deliveries are shown.</summary>
internal static class DeliveryLooks
{
    public static string Words(this DeliveryRow row) => row.State switch
    {
        DeliveryState.Waiting => row.Attempts == 0 ? "Waiting" : "Trying again",
        DeliveryState.GivenUp => "Given up",
        DeliveryState.Dropped => "Not sent",
        _ => "Delivered",
    };

    public static Tone Tone(this DeliveryRow row) => row.State switch
    {
        DeliveryState.Delivered => Shell.Parts.Tone.Ok,
        DeliveryState.GivenUp => Shell.Parts.Tone.Bad,
        DeliveryState.Dropped => Shell.Parts.Tone.Neutral,
        _ => row.Attempts == 0 ? Shell.Parts.Tone.Waiting : Shell.Parts.Tone.Warn,
    };

    /// <summary>What the receiver answered, or why it did not; null before the first attempt.</summary>
    public static string? Result(this DeliveryRow row) => row switch
    {
        { Fault: { } fault } => ChannelWords.Fault(fault),
        { Answer: >= 300 and < 400 and var code } => $"{code}: a redirect, which is not followed",
        { Answer: { } code } => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };
}
