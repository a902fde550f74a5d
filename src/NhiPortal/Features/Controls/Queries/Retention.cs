namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether the log is kept as long as it must be.</summary>
public sealed class Retention : IEvidenceQuery
{
    public string Name => "retention";

    public string Measures => "The oldest event and the retention rule.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("The portal has no retention rule yet; it deletes no event at all.");
}
