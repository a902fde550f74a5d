using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Features.Reminders;

/// <summary>Who is thought to hold a role: whoever signed in with it lately and works here.</summary>
internal static class KnownStaff
{
    public static Task<List<Person>> IamStaffAsync(this PortalDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var seen = db.SeenLately(now, Role.IamStaff).Select(s => s.PersonId);
        return db.People.AsNoTracking().Where(p => p.Status == PersonStatus.Active && !p.External && seen.Contains(p.Id)).OrderBy(p => p.Name).ThenBy(p => p.Id).ToListAsync(cancellation);
    }

    public static IQueryable<SeenRole> SeenLately(this PortalDb db, DateTimeOffset now, params Role[] roles)
    {
        var since = now - SeenRole.Memory;
        return db.SeenRoles.AsNoTracking().Where(s => s.SeenAt > since && roles.Contains(s.Role));
    }
}
