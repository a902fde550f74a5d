using NhiPortal.Domain;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>One control point: a role of an integration, or the system owner of a target.</summary>
internal sealed record Cell(OwnerRole Role, IntegrationId? Integration, TargetId? Target)
{
    public static Cell Of(Ownership ownership) => new(ownership.Role, ownership.IntegrationId, ownership.TargetId);
}
