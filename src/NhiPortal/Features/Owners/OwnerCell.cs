using NhiPortal.Domain;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Owners;

/// <summary>One cell of the matrix: a role of exactly one of the two things, as the role demands.</summary>
public sealed record OwnerCell(OwnerRole Role, IntegrationId? Integration, TargetId? Target)
{
    public bool Fits => Role == OwnerRole.SystemOwner == Target is not null && Target is null == Integration is not null;

    public static OwnerCell Of(Ownership ownership) => new(ownership.Role, ownership.IntegrationId, ownership.TargetId);
}

/// <summary>Who stood in a cell when somebody decided about it.</summary>
public sealed record CellSeen(OwnershipId? Holder, OwnershipId? Nominee, PersonId? Deputy);

/// <summary>A cell as it was seen: what somebody else changed since is told instead of done.</summary>
public sealed record SeenCell(OwnerCell Cell, CellSeen Seen);
