using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Requests;

/// <summary>The words and tones that requests and grants are shown with, the same on every screen and in every file.</summary>
public static class RequestWords
{
    /// <summary>What asks, in one noun that stands before its name.</summary>
    public static string Noun(this IntegrationKind kind) => kind switch
    {
        IntegrationKind.VendorOperated => "Vendor integration",
        IntegrationKind.InternalAgent => "Agent",
        IntegrationKind.ScriptedAutomation => "Script",
        _ => "Legacy job",
    };

    public static string Words(this RequestStatus status) => status == RequestStatus.Pending ? "Waiting" : status.ToString();

    public static Tone Tone(this RequestStatus status) => status switch
    {
        RequestStatus.Pending => Shell.Parts.Tone.Waiting,
        RequestStatus.Approved => Shell.Parts.Tone.Ok,
        RequestStatus.Denied or RequestStatus.Failed => Shell.Parts.Tone.Bad,
        RequestStatus.Returned => Shell.Parts.Tone.Warn,
        _ => Shell.Parts.Tone.Neutral,
    };

    public static string Words(this GrantStatus status) => status switch
    {
        GrantStatus.Active => "Live",
        GrantStatus.UsedUp => "Used up",
        _ => status.ToString(),
    };

    public static Tone Tone(this GrantStatus status) => status switch
    {
        GrantStatus.Active => Shell.Parts.Tone.Ok,
        GrantStatus.Revoked => Shell.Parts.Tone.Bad,
        GrantStatus.Returned => Shell.Parts.Tone.Warn,
        _ => Shell.Parts.Tone.Neutral,
    };

    public static Tone Tone(this RiskLevel risk) => risk switch
    {
        RiskLevel.Critical => Shell.Parts.Tone.Bad,
        RiskLevel.High => Shell.Parts.Tone.Warn,
        _ => Shell.Parts.Tone.Neutral,
    };

    /// <summary>How long an answer took, counted from the asking.</summary>
    public static string Took(TimeSpan time) => time < TimeSpan.Zero ? "before it was asked" : time < TimeSpan.FromSeconds(60) ? $"{(int)time.TotalSeconds} s after it was asked" : $"{TimeWords.Length(time)} after it was asked";

    /// <summary>Minutes as people say them: 45 min, 1 h, 1 h 30 min.</summary>
    public static string Minutes(int minutes) => (minutes / 60, minutes % 60) switch
    {
        (0, var rest) => $"{rest} min",
        (var hours, 0) => $"{hours} h",
        var (hours, rest) => $"{hours} h {rest} min",
    };
}
