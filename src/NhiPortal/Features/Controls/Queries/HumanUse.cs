namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether people use identities of workloads.</summary>
public sealed class HumanUse : IEvidenceQuery
{
    public string Name => "human-use";

    public string Measures => "Sessions of workload identities that look like a person.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("The portal does not see whether a person uses a workload's identity.");
}
