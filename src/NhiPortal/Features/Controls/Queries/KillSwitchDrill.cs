namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether shutting an agent down was rehearsed.</summary>
public sealed class KillSwitchDrill : IEvidenceQuery
{
    public string Name => "kill-switch-drill";

    public string Measures => "Rehearsed shut-downs in the last 180 days and how long they took.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("Rehearsals of a stop are not recorded; real stops are measured by incident-timeline.");
}
