using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Credentials;

/// <summary>What every act on a credential begins with: the thing, if this actor may see it, whether they may act, and what the record says it is about.</summary>
internal static class CredentialAct
{
    public static Refusal NotFound => new("not_found", "There is no such credential for you.");

    /// <param name="run">The unit of work.</param>
    /// <param name="id">Which.</param>
    /// <param name="renewing">Only its renewal: whoever stands ready for that may, too.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<Result<Credential>> CredentialAsync(this Work run, CredentialId id, bool renewing, CancellationToken cancellation)
    {
        var credential = await run.Db.Credentials.To(run.Actor, run.Db).SingleOrDefaultAsync(c => c.Id == id, cancellation);
        if (credential is null)
            return NotFound;
        var holder = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == credential.IntegrationId, cancellation);
        run.About = run.About with { Tenant = holder.TenantId, Integration = Work.Thing(holder), Facts = new Dictionary<string, string?> { ["credential"] = id.ToString() } };
        return await run.Db.MayHandleAsync(run.Actor, credential, renewing, run.Now, cancellation) ? credential : NotYours(renewing);
    }

    /// <summary>Staff of its tenant may by role; who holds the integration's business or IAM ownership, without one.</summary>
    public static async Task<bool> MayHandleAsync(this PortalDb db, Actor actor, Credential credential, bool renewing, DateTimeOffset now, CancellationToken cancellation) =>
        (renewing && credential.BackupOwnerId is { } backup && actor.Person == backup)
        || await db.MayHandleAsync(actor, credential.TenantId, credential.IntegrationId, now, cancellation);

    public static async Task<bool> MayHandleAsync(this PortalDb db, Actor actor, TenantId tenant, IntegrationId integration, DateTimeOffset now, CancellationToken cancellation) =>
        (Permissions.Allows(actor, Permission.ManageCredentials) && actor.SeesTenant(tenant))
        || (await db.HeldAsync(actor, o => o.IntegrationId == integration && (o.Role == OwnerRole.BusinessOwner || o.Role == OwnerRole.IamOwner), now, cancellation)).Count > 0;

    /// <summary>The integration a new credential is entered for.</summary>
    public static async Task<Result<Integration>> HolderAsync(this Work run, string key, CancellationToken cancellation)
    {
        var holder = await run.Db.Integrations.AsNoTracking().To(run.Actor, run.Db).SingleOrDefaultAsync(i => i.Key == key, cancellation);
        if (holder is null)
            return new Refusal("not_found", "There is no such integration for you.");
        run.About = run.About with { Tenant = holder.TenantId, Integration = Work.Thing(holder) };
        if (!await run.Db.MayHandleAsync(run.Actor, holder.TenantId, holder.Id, run.Now, cancellation))
            return NotYours(false);
        return holder.Status == IntegrationStatus.Retired ? new Refusal("retired", $"{holder.Name} is retired; nothing is entered for it any more.") : holder;
    }

    public static Dictionary<string, string?> Facts(this Credential credential) => new()
    {
        ["kind"] = credential.Kind.ToString(),
        ["label"] = credential.Label,
        ["kept_in"] = credential.KeptIn,
        ["issued"] = CredentialReading.Text(credential.IssuedAt),
        ["expires"] = CredentialReading.Text(credential.ExpiresAt),
        ["last_rotated"] = CredentialReading.Text(credential.LastRotatedAt),
        ["target"] = credential.TargetId?.ToString(),
        ["identity"] = credential.WorkloadId?.ToString(),
        ["shared"] = credential.Shared ? "yes" : null,
        ["backup_owner"] = credential.BackupOwnerId?.ToString(),
    };

    private static Refusal NotYours(bool renewing) => new(
        "not_allowed", renewing ? "This needs the business or IAM owner of the integration, the backup owner, or IAM staff." : "This needs the business or IAM owner of the integration, or IAM staff.");
}
