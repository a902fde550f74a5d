using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Policy.Rules;

namespace NhiPortal.Features.BreakGlass;

/// <summary>How break-glass is told.</summary>
public static class BreakGlassWords
{
    internal static Refusal NotFound => new("not_found", "There is no such use of break-glass for you.");

    public static string InSentence(this BreakGlassStanding standing) => standing switch
    {
        BreakGlassStanding.SystemOwner => "system owner",
        BreakGlassStanding.Deputy => "deputy of the system owner",
        BreakGlassStanding.StandIn => "stand-in for the system owner",
        _ => "duty chief",
    };

    /// <summary>The rules that were set aside, each said of whoever broke the glass.</summary>
    public static IReadOnlyList<string> SetAside(IEnumerable<string> codes) => [.. codes.Select(code => code switch
    {
        "role_not_held" => "holds no role that approves this",
        _ => SeparationRules.InShort(code) ?? code,
    })];
}
