namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether exported evidence verifies.</summary>
public sealed class BundleVerified : IEvidenceQuery
{
    public string Name => "bundle-verified";

    public string Measures => "Evidence packages that were checked with a tool other than the portal.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("The portal is not told when a package was verified elsewhere.");
}
