using NhiPortal.Domain.Stops;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Stops;

/// <summary>The words, tones and links that stops are shown with.</summary>
public static class StopWords
{
    public const string LiftRestores = "Nothing comes back by itself: grants stay revoked, requests stay cancelled, accounts stay switched off. From then on it may ask again.";

    public static string InSentence(this StopScope scope) => scope.ToString().ToLowerInvariant();

    /// <summary>For a sentence: "everything of Copperline", "HR sync".</summary>
    public static string Called(this StopScope scope, string name) => scope switch
    {
        StopScope.Vendor => $"everything of the vendor {name}",
        StopScope.Target => $"everything on the target {name}",
        StopScope.Tenant => $"everything of the tenant {name}",
        _ => name,
    };

    public static string Href(this StopScope scope, string key) => scope switch
    {
        StopScope.Integration => $"/integrations/{Uri.EscapeDataString(key)}",
        StopScope.Vendor => $"/vendors/{Uri.EscapeDataString(key)}",
        StopScope.Target => $"/targets/{Uri.EscapeDataString(key)}",
        _ => $"/integrations?tenant={Uri.EscapeDataString(key)}",
    };

    public static string Words(this StopLineState state, StopLineKind kind) => state switch
    {
        StopLineState.Waiting => "Waiting for the target",
        StopLineState.Failing => "Failing, tried again",
        StopLineState.ByHand => "By hand, not confirmed",
        StopLineState.CalledOff => "Called off, not confirmed",
        _ => kind == StopLineKind.ByHand ? "Done by hand" : "Confirmed",
    };

    public static Tone Tone(this StopLineState state) => state switch
    {
        StopLineState.Waiting => Shell.Parts.Tone.Waiting,
        StopLineState.Failing => Shell.Parts.Tone.Bad,
        StopLineState.ByHand => Shell.Parts.Tone.Warn,
        StopLineState.Confirmed => Shell.Parts.Tone.Ok,
        _ => Shell.Parts.Tone.Neutral,
    };

    public static string Words(this StopLineKind kind) => kind switch
    {
        StopLineKind.Request => "Waiting request",
        StopLineKind.Grant => "Live grant",
        StopLineKind.Account => "Account on the target",
        _ => "By hand",
    };
}
