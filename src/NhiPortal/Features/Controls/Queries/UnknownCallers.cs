namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether refused callers were looked into.</summary>
public sealed class UnknownCallers : IEvidenceQuery
{
    public string Name => "unknown-callers";

    public string Measures => "Requests refused because the caller is unknown or disabled.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("Refused callers are on record, but not whether somebody looked into them.");
}
