using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Credentials;

/// <summary>
/// Credentials that ended not long ago and may be entered again. Nobody gets a new clock, or out of what was being taken
/// from them, by withdrawing a credential and entering it once more.
/// </summary>
internal sealed class CredentialReturns(ILookup<IntegrationId, Credential> gone, HashSet<CredentialId> onLadder, HashSet<IntegrationId> free)
{
    public static async Task<CredentialReturns> ForAsync(Work run, IReadOnlyList<IntegrationId> holders, CancellationToken cancellation)
    {
        // As long as any way back may be open.
        var since = run.Now.AddDays(-LadderPlan.LongestWayBack);
        var gone = await run.Db.Credentials.AsNoTracking().Where(c => holders.Contains(c.IntegrationId) && c.Status == CredentialStatus.Revoked && c.RevokedAt > since && c.Kind != CredentialKind.FederatedToken).ToListAsync(cancellation);
        if (gone.Count == 0)
            return new(gone.ToLookup(c => c.IntegrationId), [], []);
        var ids = gone.ConvertAll(c => c.Id);
        var ladders = await run.Db.Revocations.Where(r => r.CredentialId != null && ids.Contains(r.CredentialId.Value)).Select(r => new { Id = r.CredentialId!.Value, r.EndedAt }).ToListAsync(cancellation);
        var ended = gone.ToDictionary(c => c.Id, c => c.RevokedAt);
        // Owners answer for it themselves, also where they are staff.
        var owned = (await run.Db.HeldAsync(run.Actor, o => o.IntegrationId != null && holders.Contains(o.IntegrationId.Value), run.Now, cancellation)).Select(o => o.IntegrationId!.Value);
        var free = Permissions.Allows(run.Actor, Permission.ManageCredentials) ? holders.Except(owned) : [];
        return new(gone.ToLookup(c => c.IntegrationId), [.. ladders.Where(l => l.EndedAt is null || l.EndedAt >= ended[l.Id]).Select(l => l.Id)], [.. free]);
    }

    /// <returns>The one it was before, whose clock it goes on with; null for one that is new. Refused where a second person must enter it.</returns>
    public Result<Credential?> Of(Integration holder, CredentialDescription said)
    {
        var same = gone[holder.Id].Where(c => c.IsSameAs(said)).OrderBy(c => c.RenewedAt).ToList();
        if (same.Find(c => onLadder.Contains(c.Id)) is { RevokedAt: { } ended } taken && !free.Contains(holder.Id))
            return new Refusal("left_its_ladder", $"{taken.Label} ended on {ended.UtcDateTime:d MMM yyyy}, while it was on its way to be taken away. If it is still needed, somebody of IAM staff who does not own {holder.Name} enters it again.");
        return same.FirstOrDefault();
    }
}
