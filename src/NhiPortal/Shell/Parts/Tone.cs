using MudBlazor;

namespace NhiPortal.Shell.Parts;

/// <summary>What a badge or alert means for the reader; each tone has a shape of its own, so colour never stands alone.</summary>
public enum Tone
{
    Neutral,
    Ok,
    Info,
    Waiting,
    Warn,
    Bad
}

/// <summary>The shape and style name of each tone.</summary>
public static class Tones
{
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Ok => "ok",
        Tone.Info => "info",
        Tone.Waiting => "waiting",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
        _ => "neutral"
    };

    public static string Icon(this Tone tone) => tone switch
    {
        Tone.Ok => Icons.Material.Filled.CheckCircle,
        Tone.Info => Icons.Material.Filled.Info,
        Tone.Waiting => Icons.Material.Filled.Schedule,
        Tone.Warn => Icons.Material.Filled.Warning,
        Tone.Bad => Icons.Material.Filled.Error,
        _ => Icons.Material.Outlined.Circle
    };
}
