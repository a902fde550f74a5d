using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Reminders;

namespace NhiPortal.Features.BreakGlass;

/// <summary>Who hears of break-glass at once: owners on the way and the duty chief, security operations, and who else may review.</summary>
internal sealed record BreakGlassAudience(IReadOnlyList<PersonId> Owners, IReadOnlyList<PersonId> Security, IReadOnlyList<PersonId> Staff)
{
    public IEnumerable<PersonId> Told => Owners.Concat(Security).Distinct();
}

/// <summary>Finds the audience: active people of the organisation. A role counts for whoever signed in with it lately.</summary>
internal static class BreakGlassAudiences
{
    public static async Task<BreakGlassAudience> AudienceAsync(
        this PortalDb db, TenantId tenant, TargetId target, IntegrationId? integration, DateTimeOffset now, CancellationToken cancellation)
    {
        var here = db.Ownerships.Where(o => o.TargetId == target);
        var owning = (integration is { } one ? here.Concat(db.Ownerships.Where(o => o.IntegrationId == one)) : here).Where(o => o.ClosedAt == null && o.AcceptedAt != null).Select(o => o.PersonId);
        var chiefs = db.Targets.Where(t => t.Id == target && t.DutyChiefId != null).Select(t => t.DutyChiefId!.Value);
        var people = db.People.AsNoTracking().Where(p => p.Status == PersonStatus.Active && !p.External);
        var owners = await people.Where(p => owning.Contains(p.Id) || chiefs.Contains(p.Id)).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(cancellation);
        var seen = await (from role in db.SeenLately(now, Role.SecurityOperations, Role.IamStaff)
                          join person in people on role.PersonId equals person.Id
                          where person.TenantId == tenant || person.AlsoIn.Any(also => also.TenantId == tenant)
                          orderby person.Id
                          select new { person.Id, role.Role }).ToListAsync(cancellation);
        return new(owners, [.. seen.Where(row => row.Role == Role.SecurityOperations).Select(row => row.Id)], [.. seen.Where(row => row.Role == Role.IamStaff).Select(row => row.Id)]);
    }
}
