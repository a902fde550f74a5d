namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether administrators sign in with a second factor.</summary>
public sealed class PortalAdmins : IEvidenceQuery
{
    public string Name => "portal-admins";

    public string Measures => "People with privileged roles and how they signed in.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("The portal does not keep how somebody signed in, and reviews no portal role.");
}
