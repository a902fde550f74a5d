using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Owners;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Delegations;

/// <summary>How a delegation is told.</summary>
public static class DelegationWords
{
    internal static Refusal NotFound => new("not_found", "There is no such delegation for you.");

    public static string Scope(Delegation delegation) => Scope(delegation.Role, delegation.RequestId is not null);

    public static string Scope(OwnerRole? role, bool oneRequest) => oneRequest ? "for one request" : role is { } one ? $"as {one.InSentence()}" : "in every role";

    /// <summary>What is asked of whoever is to stand in.</summary>
    public static string Asked(OwnerRole? role, bool oneRequest) => $"You are asked to decide for them {Scope(role, oneRequest)}; accept or decline";

    public static (string Words, Tone Tone) Badge(this DelegationState state) => state switch
    {
        DelegationState.Offered => ("Asked, no answer yet", Tone.Waiting),
        DelegationState.Planned => ("Accepted, begins later", Tone.Info),
        DelegationState.Active => ("Stands in now", Tone.Ok),
        DelegationState.Declined => ("Declined or taken back", Tone.Neutral),
        DelegationState.Ended => ("Ended early", Tone.Neutral),
        _ => ("Over", Tone.Neutral),
    };
}
