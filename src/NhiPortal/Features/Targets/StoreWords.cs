using NhiPortal.Domain.Targets;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Targets;

/// <summary>What identity stores are called, and how pressing a target's criticality is.</summary>
public static class StoreWords
{
    public static string Title(this IdentityStore store) => store switch
    {
        IdentityStore.SaaS => "SaaS application",
        IdentityStore.Cloud => "Cloud platform",
        IdentityStore.Host => "Hosts",
        _ => store.ToString(),
    };

    /// <summary>The words for a value in an address; the value itself when it is none.</summary>
    public static string Of(string value) => Enum.TryParse<IdentityStore>(value, true, out var store) && Enum.IsDefined(store) ? store.Title() : value;

    public static Tone Tone(this Criticality criticality) => criticality switch
    {
        Criticality.Critical => Shell.Parts.Tone.Bad,
        Criticality.High => Shell.Parts.Tone.Warn,
        _ => Shell.Parts.Tone.Neutral,
    };
}
