using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Credentials;

/// <summary>What a form for a credential of one integration can offer, and the credential as it is now.</summary>
public sealed record CredentialForm(string Integration, string Name, IReadOnlyList<string> Targets, IReadOnlyList<string> Identities, CredentialId? Id, int Version, CredentialDraft Draft)
{
    /// <summary>What the integration ended lately, the longest not renewed first: a new one may be one of these.</summary>
    public IReadOnlyList<EndedCredential> Ended { get; init; } = [];
}

/// <summary>A credential that was withdrawn, or taken.</summary>
public sealed record EndedCredential(string Label, DateTimeOffset At);

/// <summary>Reads the form for whoever may write it; null for everybody else.</summary>
public sealed class CredentialFormQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 200;

    /// <param name="actor">Who writes.</param>
    /// <param name="integration">Key of the integration a new one is entered for.</param>
    /// <param name="id">The credential to change, in its place.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<CredentialForm?> RunAsync(Actor actor, string? integration, Guid? id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var wanted = new CredentialId(id ?? default);
        var credential = id is null ? null : await db.Credentials.AsNoTracking().To(actor, db).SingleOrDefaultAsync(c => c.Id == wanted, cancellation);
        var holder = credential is null
            ? await db.Integrations.AsNoTracking().To(actor, db).SingleOrDefaultAsync(i => i.Key == integration, cancellation)
            : await db.Integrations.AsNoTracking().SingleAsync(i => i.Id == credential.IntegrationId, cancellation);
        if (holder is null || (id is not null && credential?.Ended is not null) || (id is not null && credential is null) || holder.Status == IntegrationStatus.Retired
            || !await db.MayHandleAsync(actor, holder.TenantId, holder.Id, time.GetUtcNow(), cancellation))
            return null;
        var targets = await db.Targets.AsNoTracking().Where(t => t.TenantId == holder.TenantId).OrderBy(t => t.Key).Select(t => new { t.Id, t.Key }).Take(Most).ToListAsync(cancellation);
        var identities = await db.Workloads.AsNoTracking().Where(w => w.IntegrationId == holder.Id && w.RetiredAt == null).OrderBy(w => w.Subject).Select(w => new { w.Id, w.Subject }).Take(Most).ToListAsync(cancellation);
        var backup = credential?.BackupOwnerId is { } person ? await db.People.Where(p => p.Id == person).Select(p => p.Mail).SingleOrDefaultAsync(cancellation) : null;
        var since = time.GetUtcNow().AddDays(-CredentialReturns.Days);
        var ended = id is not null ? [] : await db.Credentials.AsNoTracking().Where(c => c.IntegrationId == holder.Id && c.Status == CredentialStatus.Revoked && c.RevokedAt > since && c.Kind != CredentialKind.FederatedToken)
            .OrderBy(c => c.RenewedAt).Select(c => new EndedCredential(c.Label, c.RevokedAt!.Value)).Take(Most).ToListAsync(cancellation);
        return new(holder.Key, holder.Name, [.. targets.Select(t => t.Key)], [.. identities.Select(w => w.Subject)], credential?.Id, credential?.Version ?? 0, new()
        {
            Integration = holder.Key,
            Kind = (credential?.Kind ?? CredentialKind.ClientSecret).ToString(),
            Label = credential?.Label ?? "",
            KeptIn = credential?.KeptIn ?? "",
            Target = targets.Find(t => t.Id == credential?.TargetId)?.Key,
            Identity = identities.Find(w => w.Id == credential?.WorkloadId)?.Subject,
            Issued = CredentialReading.Text(credential?.IssuedAt ?? time.GetUtcNow()),
            Expires = CredentialReading.Text(credential?.ExpiresAt),
            LastRotated = CredentialReading.Text(credential?.LastRotatedAt),
            Shared = credential?.Shared ?? false,
            BackupOwner = backup,
        })
        {
            Ended = ended,
        };
    }
}
