using NhiPortal.Domain.Integrations;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Integrations;

/// <summary>What each kind of integration is called and means, the same on every screen and in every file.</summary>
public static class KindWords
{
    public static string Title(this IntegrationKind kind) => kind switch
    {
        IntegrationKind.VendorOperated => "Vendor-operated",
        IntegrationKind.InternalAgent => "Internal agent",
        IntegrationKind.ScriptedAutomation => "Scripted automation",
        IntegrationKind.LegacyAutomation => "Legacy automation",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Meaning(this IntegrationKind kind) => kind switch
    {
        IntegrationKind.VendorOperated => "Somebody outside runs it; your people answer for what it does.",
        IntegrationKind.InternalAgent => "It decides for itself what to ask for, so every ask is judged by two owners.",
        IntegrationKind.ScriptedAutomation => "It does the same steps every time; the owner of the system touched decides.",
        IntegrationKind.LegacyAutomation => "It cannot prove itself well, so its owners confirm often and a way out is planned.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static Tone Tone(this IntegrationStatus status) => status switch
    {
        IntegrationStatus.Active => Shell.Parts.Tone.Ok,
        IntegrationStatus.Draft => Shell.Parts.Tone.Waiting,
        IntegrationStatus.Suspended => Shell.Parts.Tone.Bad,
        _ => Shell.Parts.Tone.Neutral,
    };
}
