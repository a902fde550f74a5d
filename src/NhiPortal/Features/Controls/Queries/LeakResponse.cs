namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether leaked credentials are revoked quickly.</summary>
public sealed class LeakResponse : IEvidenceQuery
{
    public string Name => "leak-response";

    public string Measures => "Credentials reported as leaked, and how long until they were confirmed revoked.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("The portal is not told of leaked credentials.");
}
