namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether access reviews are more than clicks.</summary>
public sealed class ReviewQuality : IEvidenceQuery
{
    public string Name => "review-quality";

    public string Measures => "How items of access reviews were decided: in bulk, how quickly, by whom.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("Access reviews are kept here, but not measured yet.");
}
