namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether access reviews are decided in time.</summary>
public sealed class ReviewCompletion : IEvidenceQuery
{
    public string Name => "review-completion";

    public string Measures => "Items of access reviews that were decided by their due date.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("Access reviews are kept here, but not measured yet.");
}
