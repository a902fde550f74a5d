using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings;

/// <summary>A rule found its cause: what exactly, why, and for whom.</summary>
public sealed record FindingHit(string Subject, string Sentence)
{
    public IReadOnlyList<FindingFact> Facts { get; init; } = [];

    /// <summary>The person who holds the role that is to put it right, where somebody does.</summary>
    public PersonId? Fixer { get; init; }

    /// <summary>The control point it is about, if it is about one.</summary>
    public OwnerRole? Role { get; init; }

    public TargetId? Target { get; init; }
    public CredentialId? Credential { get; init; }

    /// <summary>The person it is about.</summary>
    public PersonId? Person { get; init; }
}
