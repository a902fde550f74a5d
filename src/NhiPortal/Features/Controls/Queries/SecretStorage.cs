namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether secrets lie in approved vaults.</summary>
public sealed class SecretStorage : IEvidenceQuery
{
    public string Name => "secret-storage";

    public string Measures => "Credentials and where their secret lies.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("The portal knows where a secret is said to lie, and has no list of approved vaults to compare with.");
}
