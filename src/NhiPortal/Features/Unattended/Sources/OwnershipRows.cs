using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>One ownership with whoever holds it, and whether anything depends on it.</summary>
internal sealed record OwnershipRow(Ownership Ownership, string Person, PersonStatus Status, DateTimeOffset? InactiveSince, PersonId? Manager, string Name, IntegrationStatus? Integration)
{
    public bool Governed => Integration is null or IntegrationStatus.Active or IntegrationStatus.Suspended;

    public UnattendedThing Thing(UnattendedKind kind, PersonId? owner) => new(kind, Ownership.TenantId, $"{Ownership.Role.Title()} of {Name}", owner)
    {
        Ownership = Ownership.Id,
        Integration = Ownership.IntegrationId,
        Target = Ownership.TargetId,
    };
}

/// <summary>Reads what both kinds about owners need.</summary>
internal static class OwnershipRows
{
    public static async Task<List<OwnershipRow>> OwnershipsAsync(this UnattendedReading read, IReadOnlyList<Guid> keys)
    {
        var ids = keys.Select(key => new OwnershipId(key)).ToList();
        return await (from ownership in read.Db.Ownerships.AsNoTracking()
                      where EF.Parameter(ids).Contains(ownership.Id)
                      join person in read.Db.People on ownership.PersonId equals person.Id
                      join integration in read.Db.Integrations on ownership.IntegrationId equals (IntegrationId?)integration.Id into integrations
                      from integration in integrations.DefaultIfEmpty()
                      join target in read.Db.Targets on ownership.TargetId equals (TargetId?)target.Id into targets
                      from target in targets.DefaultIfEmpty()
                      select new OwnershipRow(
                          ownership, person.Name, person.Status, person.InactiveSince, person.ManagerId, (string?)integration.Name ?? target.Name, (IntegrationStatus?)integration.Status)).ToListAsync(read.Cancellation);
    }

    /// <summary>Something can be done again in the name of these, whatever was taken before.</summary>
    public static IQueryable<OwnershipId> Alive(this UnattendedReading read)
    {
        var (db, now) = (read.Db, read.Now);
        return db.Ownerships.Where(o => o.IntegrationId != null
            ? db.Integrations.Any(i => o.IntegrationId == i.Id && i.Status == IntegrationStatus.Active)
            : db.Grants.Any(g => o.TargetId == g.TargetId && g.Status == GrantStatus.Active && g.Until > now)).Select(o => o.Id);
    }

    /// <summary>Accepted ownerships that something depends on.</summary>
    public static IQueryable<Ownership> Held(this UnattendedReading read) => read.Db.Ownerships.AsNoTracking().Where(o => o.ClosedAt == null && o.AcceptedAt != null
        && (o.IntegrationId == null || read.Db.Integrations.Any(i => o.IntegrationId == i.Id && (i.Status == IntegrationStatus.Active || i.Status == IntegrationStatus.Suspended))));
}
