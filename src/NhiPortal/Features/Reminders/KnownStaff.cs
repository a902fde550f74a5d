using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Features.Reminders;

/// <summary>Who is thought to be IAM staff: whoever signed in with that role lately and works here.</summary>
internal static class KnownStaff
{
    public static Task<List<Person>> IamStaffAsync(this PortalDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var since = now - SeenRole.Memory;
        return db.People.AsNoTracking().Where(p => p.Status == PersonStatus.Active && !p.External
            && db.SeenRoles.Any(s => s.PersonId == p.Id && s.Role == Role.IamStaff && s.SeenAt > since)).OrderBy(p => p.Name).ThenBy(p => p.Id).ToListAsync(cancellation);
    }
}
