using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended;

/// <summary>The one act that keeps it, and the place where it is done.</summary>
public sealed record WayToKeep(string Words, string Act, string Href);

/// <summary>Finds the place for each kind.</summary>
internal static class WaysToKeep
{
    public static async Task<Dictionary<RevocationId, WayToKeep>> WaysToKeepAsync(this PortalDb db, IReadOnlyList<Revocation> rows, CancellationToken cancellation)
    {
        var (integrations, targets) = (rows.Select(row => row.IntegrationId).OfType<IntegrationId>().Distinct().ToList(), rows.Select(row => row.TargetId).OfType<TargetId>().Distinct().ToList());
        var owned = rows.Select(row => row.OwnershipId).OfType<OwnershipId>().Distinct().ToList();
        var keys = await db.Integrations.AsNoTracking().Where(i => integrations.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.Key, cancellation);
        var names = await db.Targets.AsNoTracking().Where(t => targets.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Key, cancellation);
        var roles = await db.Ownerships.AsNoTracking().Where(o => owned.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Role, cancellation);
        return rows.ToDictionary(row => row.Id, row => Of(
            row, row.IntegrationId is { } integration ? keys[integration] : null, row.TargetId is { } target ? names[target] : null, row.OwnershipId is { } ownership ? Domain.Owners.OwnerRoles.Token(roles[ownership]) : null));
    }

    private static WayToKeep Of(Revocation row, string? integration, string? target, string? role) => row.Kind switch
    {
        UnattendedKind.AttestationOverdue => new("The owner confirms that it is still theirs, or somebody takes over.", "Confirm", "/owners/mine"),
        UnattendedKind.OwnerGone => new("Somebody is named and accepts to take over.", "Find an owner", $"/owners?cell={Uri.EscapeDataString($"{role}:{integration ?? target}")}"),
        UnattendedKind.RotationOverdue => new("The credential is rotated.", "See the credential", $"/integrations/{Uri.EscapeDataString(integration!)}#proof"),
        UnattendedKind.ReviewOverdue => new("Somebody independent reviews what was done.", "Review", $"/break-glass/{row.UseId}"),
        UnattendedKind.ReviewItem => new("Decisions on it are over. It can be paused, and given back while the way back is open.", "See what is taken", $"/revocations/{row.Id}"),
        _ => new("It is used, or an owner says that it is still needed.", "Say that it is needed", $"/revocations/{row.Id}"),
    };
}
