using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>Whom to turn to for an integration: its business owner, else its IAM owner.</summary>
internal static class AccountableOwners
{
    public static async Task<Dictionary<IntegrationId, PersonId>> OwnersOfAsync(this PortalDb db, IReadOnlyList<IntegrationId> ids, CancellationToken cancellation)
    {
        var rows = await (from ownership in db.Ownerships.AsNoTracking()
                          where ownership.IntegrationId != null && EF.Parameter(ids).Contains(ownership.IntegrationId.Value) && ownership.ClosedAt == null && ownership.AcceptedAt != null
                              && (ownership.Role == OwnerRole.BusinessOwner || ownership.Role == OwnerRole.IamOwner)
                          join person in db.People on ownership.PersonId equals person.Id
                          where person.Status == PersonStatus.Active
                          select new { Integration = ownership.IntegrationId!.Value, ownership.Role, Person = person.Id }).ToListAsync(cancellation);
        return rows.GroupBy(row => row.Integration).ToDictionary(group => group.Key, group => group.OrderBy(row => row.Role).First().Person);
    }
}
