using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Credentials;

/// <summary>What a credential that is entered was before.</summary>
/// <param name="Before">The one whose clock it goes on with; null for one that is new.</param>
/// <param name="Another">Why it is new although one ended lately.</param>
internal sealed record CredentialReturn(Credential? Before, string? Another);

/// <summary>
/// Credentials that ended not long ago and may be entered again. Nobody gets a new clock, or out of what was being taken
/// from them, by withdrawing a credential and entering it once more.
/// </summary>
internal sealed class CredentialReturns(ILookup<IntegrationId, Credential> gone, HashSet<CredentialId> onLadder, HashSet<IntegrationId> free)
{
    private const int ShortestReason = 5;

    /// <summary>So many days somebody may be about to enter again what ended: as long as any way back may be open.</summary>
    public const int Days = LadderPlan.LongestWayBack;

    public static async Task<CredentialReturns> ForAsync(Work run, IReadOnlyList<IntegrationId> holders, CancellationToken cancellation)
    {
        var since = run.Now.AddDays(-Days);
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

    /// <param name="holder">Whose it is.</param>
    /// <param name="said">What it is.</param>
    /// <param name="another">Why it is none of those that ended, where somebody says so.</param>
    /// <returns>Refused where a second person must enter it.</returns>
    public Result<CredentialReturn> Of(Integration holder, CredentialDescription said, string? another)
    {
        var same = gone[holder.Id].Where(c => c.IsSameAs(said)).OrderBy(c => c.RenewedAt).ToList();
        // Another name in another place may hide the same one: whoever says nothing goes on with the oldest clock.
        var perhaps = same.Count > 0 || said.Kind == CredentialKind.FederatedToken ? same : [.. gone[holder.Id].OrderBy(c => c.RenewedAt)];
        if (perhaps.Find(c => onLadder.Contains(c.Id)) is { RevokedAt: { } ended } taken && !free.Contains(holder.Id))
            return new Refusal("left_its_ladder", $"{taken.Label} ended on {ended.UtcDateTime:d MMM yyyy}, while it was on its way to be taken away. If it is still needed, or this is another one, somebody of IAM staff who does not own {holder.Name} enters it.");
        if (same.Count > 0 || perhaps.Count == 0 || string.IsNullOrWhiteSpace(another))
            return new CredentialReturn(perhaps.FirstOrDefault(), null);
        var why = SecretLooks.Read(another, "Why it is another one", Text.Reason, ShortestReason);
        return why.Succeeded ? new CredentialReturn(null, why.Value) : why.Refusal;
    }
}
