using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Actions;

/// <summary>One audit event of an action's story, and where it stands in the tree.</summary>
public sealed record RecordedEvent(AuditBody Body, long? LeafIndex, string? LeafHash);

/// <summary>
/// Everything that ties one administrative action to a workload identity and to the people who allowed it: the request,
/// the policy, each approver with the role held then, the owners in force, the grant, its uses, and the proof.
/// </summary>
public sealed record AccountabilityRecord
{
    public required RequestDetail Detail { get; init; }

    /// <summary>Who held each role when it was decided, or when it was asked while nothing is decided.</summary>
    public required IReadOnlyList<AuditRoleHolder> OwnersInForce { get; init; }

    /// <summary>The story in the order it happened; of very many evaluations only the first are kept here.</summary>
    public required IReadOnlyList<RecordedEvent> Events { get; init; }

    public required int Allowed { get; init; }
    public required int Denied { get; init; }

    /// <summary>Leaves under the newest signed checkpoint; what lies beyond is placed but not yet signed for.</summary>
    public required long SignedUpTo { get; init; }

    /// <summary>What of the log was archived, where this story reaches into it: its events of that time are in the archives only.</summary>
    public ArchivedPart? Archived { get; init; }

    public bool IsSigned(RecordedEvent told) => told.LeafIndex < SignedUpTo;
}
