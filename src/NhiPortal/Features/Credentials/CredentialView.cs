using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Rotations;

namespace NhiPortal.Features.Credentials;

/// <summary>One credential in full, and what this viewer may do.</summary>
public sealed record CredentialView
{
    public required CredentialRow Row { get; init; }
    public required int Version { get; init; }
    public required IntegrationKind IntegrationKind { get; init; }
    public required string? Backup { get; init; }
    public required DateTimeOffset? ReadAt { get; init; }
    public required string? EndReason { get; init; }
    public required CredentialId? SupersededBy { get; init; }
    public required RotationSchedule? Own { get; init; }

    /// <summary>What it follows: its own, or that of the rule that fits.</summary>
    public required RotationSchedule? Schedule { get; init; }

    /// <summary>The next dates, each as if the one before had been kept.</summary>
    public required IReadOnlyList<DateTimeOffset> Coming { get; init; }

    public required DateTimeOffset? ScheduledAt { get; init; }
    public required DateTimeOffset? GraceUntil { get; init; }
    public required DateTimeOffset? SnoozedUntil { get; init; }
    public required int Snoozes { get; init; }
    public required RotationCalendar Calendar { get; init; }
    public required int MostSnoozes { get; init; }
    /// <summary>The most days it can be put off now; null where nobody can.</summary>
    public required int? SnoozeDays { get; init; }
    public required TimeSpan? Life { get; init; }
    public required Rehearsal Rehearsal { get; init; }

    /// <summary>All of them, the newest first.</summary>
    public required IReadOnlyList<RotationView> Rotations { get; init; }

    /// <summary>What it signs in as on its target, as far as is known.</summary>
    public string? Account { get; init; }

    /// <summary>Why the portal did not begin it although its day has come.</summary>
    public string? NotStarted { get; init; }

    /// <summary>When the portal looks again; null where only people begin it.</summary>
    public DateTimeOffset? LooksAgainAt { get; init; }

    /// <summary>Why the portal cannot renew it itself; null when it can.</summary>
    public string? WhyNotThrough { get; init; }

    public required bool MayChange { get; init; }
    public required bool MayRotate { get; init; }
    public required DateTimeOffset Now { get; init; }

    public bool Unreliable => Row.Status == CredentialStatus.Active && (Row.LongLived || Row.Shared || Rehearsal.AlsoHeldBy.Count > 0);
}
