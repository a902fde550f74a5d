namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether management has seen the posture.</summary>
public sealed class ManagementReport : IEvidenceQuery
{
    public string Name => "management-report";

    public string Measures => "Posture reports and who acknowledged them.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("The portal makes no report for management to acknowledge.");
}
