namespace NhiPortal.Domain.Trust;

/// <summary>Someone whose tokens are believed, and how a token of theirs names a workload.</summary>
public sealed class TrustedIssuer
{
    private TrustedIssuer() { }

    /// <summary>The exact <c>iss</c> claim.</summary>
    public string Issuer { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>The <c>aud</c> a token must carry.</summary>
    public string Audience { get; private set; } = "";

    /// <summary>Where the issuer's public keys are fetched; null when they are kept here.</summary>
    public string? KeySetAddress { get; private set; }

    /// <summary>The public keys (JWK set) when the issuer serves none.</summary>
    public string? KeySet { get; private set; }

    /// <summary>The claim that names the workload, e.g. <c>sub</c> or <c>azp</c>.</summary>
    public string SubjectClaim { get; private set; } = "sub";

    /// <summary>Signature algorithms believed from this issuer.</summary>
    public IReadOnlyList<string> Algorithms { get; private set; } = [];

    /// <summary>Tokens of this issuer work once: a second use of the same <c>jti</c> is refused as a replay.</summary>
    public bool SingleUse { get; private set; }

    /// <summary>Believed only while the portal runs in Development.</summary>
    public bool DevelopmentOnly { get; private set; }

    public static TrustedIssuer Create(
        string issuer, string name, string audience, string? keySetAddress, string? keySet, string subjectClaim,
        IReadOnlyList<string> algorithms, bool singleUse = false, bool developmentOnly = false) => new()
        {
            Issuer = issuer,
            Name = name,
            Audience = audience,
            KeySetAddress = keySetAddress,
            KeySet = keySet,
            SubjectClaim = subjectClaim,
            Algorithms = algorithms,
            SingleUse = singleUse,
            DevelopmentOnly = developmentOnly,
        };

    public void ReplaceKeys(string keySet) => KeySet = keySet;
}
