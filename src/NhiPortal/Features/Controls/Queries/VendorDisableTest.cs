namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether cutting a vendor off was rehearsed.</summary>
public sealed class VendorDisableTest : IEvidenceQuery
{
    public string Name => "vendor-disable-test";

    public string Measures => "Vendors with a rehearsed cut-off in the last 180 days.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("Rehearsals of cutting a vendor off are not recorded.");
}
