using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Rotations;

/// <summary>One attempt at a step as a page shows it.</summary>
public sealed record AttemptView(RotationStep Step, bool Succeeded, DateTimeOffset At, string? Person, string Evidence, string? Link);

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
    public required bool MayGiveUp { get; init; }
    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    public bool IsOpen => State is RotationState.Open or RotationState.Failed;

    public RotationStep? Next => IsOpen ? Reached + 1 : null;

    /// <summary>What holds since the last attempt failed.</summary>
    public RotationFailure? Failure => State == RotationState.Failed && Next is { } next ? RotationFailure.Of(next) : null;
}
