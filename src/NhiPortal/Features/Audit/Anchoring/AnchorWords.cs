using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit.Anchoring;

/// <summary>The places in words.</summary>
internal static class AnchorWords
{
    public static string Of(AnchorPlace place) => place switch
    {
        AnchorPlace.File => "the anchor file",
        AnchorPlace.Timestamp => "the time-stamping authority",
        _ => "channels",
    };
}
