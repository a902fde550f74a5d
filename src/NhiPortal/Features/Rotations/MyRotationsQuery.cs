using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Rotations;

/// <summary>A credential this person is to renew.</summary>
public sealed record MyRotation(CredentialId Id, string Label, string Integration, DateTimeOffset Due, bool Begun);

/// <summary>Reads what a person must renew: what their integrations hold and is due, and what they stand ready for.</summary>
public sealed class MyRotationsQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 50;

    public async Task<IReadOnlyList<MyRotation>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Person is not { } person)
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var mine = db.Ownerships.Where(o => o.PersonId == person && o.Role == OwnerRole.IamOwner && o.ClosedAt == null && o.AcceptedAt != null && o.IntegrationId != null).Select(o => o.IntegrationId!.Value);
        var due = db.Credentials.AsNoTracking().Where(c => c.Status == CredentialStatus.Active && c.NoticeAt <= now);
        return await (from credential in due.Where(c => mine.Contains(c.IntegrationId) || c.BackupOwnerId == person).OrderBy(c => c.DueAt).ThenBy(c => c.Id).Take(Most)
                      join integration in db.Integrations on credential.IntegrationId equals integration.Id
                      orderby credential.DueAt, credential.Id
                      select new MyRotation(credential.Id, credential.Label, integration.Name, credential.DueAt!.Value, db.Rotations.Any(r => r.CredentialId == credential.Id && r.EndedAt == null))).ToListAsync(cancellation);
    }
}
