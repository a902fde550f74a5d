using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Rotations;

/// <summary>One attempt at a step as a page shows it.</summary>
public sealed record AttemptView(RotationStep Step, bool Succeeded, DateTimeOffset At, string? Person, string Evidence, string? Link);

/// <summary>How far the portal is with a rotation that it carries out itself.</summary>
/// <param name="Account">What the old one signs in as.</param>
/// <param name="NewAccount">What takes its place; null when the account keeps its name.</param>
/// <param name="SwitchAt">From here on its users count as switched.</param>
/// <param name="VaultVersion">The vault's own name of what it keeps.</param>
/// <param name="Trouble">Why the next step is not reached yet.</param>
/// <param name="NextTry">When it is tried again.</param>
/// <param name="TakesWord">A person's word moves it on, too.</param>
public sealed record ThroughView(string Account, string? NewAccount, DateTimeOffset? SwitchAt, string? VaultVersion, string? Trouble, DateTimeOffset? NextTry, bool TakesWord);

/// <summary>One rotation of a credential with everything that was tried.</summary>
public sealed record RotationView
{
    public required RotationId Id { get; init; }
    public required RotationWay Way { get; init; }
    public required RotationState State { get; init; }
    public required RotationStep Reached { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required string? StartedBy { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }
    public required string? NewKeptIn { get; init; }
    public required DateTimeOffset? NewExpiresAt { get; init; }
    public required CredentialId? Successor { get; init; }
    public required int Version { get; init; }

    /// <summary>Where the portal carries it out, and as what; null for one that a person does.</summary>
    public ThroughView? Through { get; init; }

    public required bool MayGiveUp { get; init; }
    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    public bool IsOpen => State is RotationState.Open or RotationState.Failed or RotationState.Withdrawing;

    public RotationStep? Next => IsOpen && State != RotationState.Withdrawing ? Reached + 1 : null;

    /// <summary>What holds since the last attempt failed.</summary>
    public RotationFailure? Failure => State == RotationState.Failed && Next is { } next ? RotationFailure.Of(next) : null;
}
