namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether AI integrations say what they run on.</summary>
public sealed class AiInventory : IEvidenceQuery
{
    public string Name => "ai-inventory";

    public string Measures => "Agents with provider, model, autonomy, oversight and tools.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("The register does not hold provider, model, autonomy or tools of an agent.");
}
