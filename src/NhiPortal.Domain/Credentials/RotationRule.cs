using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Credentials;

/// <summary>One rule of rotation: which credentials it fits and how often they are renewed. An empty list fits everything.</summary>
public sealed record RotationRule(string Name, RotationSchedule Schedule)
{
    public IReadOnlyList<CredentialKind> Kinds { get; init; } = [];
    public IReadOnlyList<IntegrationKind> Integrations { get; init; } = [];
    public IReadOnlyList<Criticality> Criticalities { get; init; } = [];

    /// <param name="kind">Of the credential.</param>
    /// <param name="integration">Of what holds it.</param>
    /// <param name="criticality">Of the target it opens; a rule that asks for one does not fit when nobody has said which target that is.</param>
    public bool Fits(CredentialKind kind, IntegrationKind integration, Criticality? criticality) =>
        (Kinds.Count == 0 || Kinds.Contains(kind)) && (Integrations.Count == 0 || Integrations.Contains(integration))
        && (Criticalities.Count == 0 || criticality is { } known && Criticalities.Contains(known));
}
