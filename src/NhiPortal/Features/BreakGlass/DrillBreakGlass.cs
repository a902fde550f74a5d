using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.BreakGlass;

/// <summary>Rehearses break-glass on a target: whoever would be told is told that it is a drill, and nothing else happens.</summary>
public sealed class DrillBreakGlass(UnitOfWork work)
{
    public const int ShortestNote = 5;

    public Task<Result<BreakGlassDrillId>> RunAsync(Actor actor, TargetId id, string? note, CancellationToken cancellation) =>
        work.RunAsync<BreakGlassDrillId>(actor, "break_glass.drill", async run =>
        {
            var target = await run.Db.Targets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellation);
            if (actor.Person is not { } person || target is null || !await run.Db.MayDrillAsync(actor, target.Id, target.TenantId, run.Now, cancellation))
                return new Refusal("not_found", "There is no such target for you to rehearse on.");
            run.About = run.About with { Tenant = target.TenantId, Target = Work.Thing(target) };
            var said = Text.Required(note, "The note", Text.Reason, ShortestNote);
            if (!said.Succeeded)
                return said.Refusal;
            var since = run.Now - BreakGlassDrill.Apart;
            if (await run.Db.BreakGlassDrills.AnyAsync(d => d.TargetId == target.Id && d.DrilledAt > since, cancellation))
                return new Refusal("drilled_lately", "This was rehearsed within the last hour. Everybody is told of each drill, so wait a little.");
            var audience = await run.Db.AudienceAsync(target.TenantId, target.Id, null, run.Now, cancellation);
            var told = audience.Told.ToList();
            var unreached = await run.Db.People.CountAsync(p => told.Contains(p.Id) && (p.Mail == "" || p.UnreachableSince != null), cancellation);
            var drill = BreakGlassDrill.Run(target.TenantId, target.Id, person, said.Value, new DrillReach(audience.Owners.Count, audience.Security.Count, unreached), run.Now);
            run.Db.BreakGlassDrills.Add(drill);
            run.Record(BreakGlassNotes.Drilled(run.About, actor.Name, drill, target.Key));
            return drill.Id;
        }, cancellation);
}

/// <summary>Who may rehearse: staff of the tenant, and whoever may break the glass there.</summary>
internal static class Drilling
{
    public static async Task<bool> MayDrillAsync(this PortalDb db, Actor actor, TargetId target, TenantId tenant, DateTimeOffset now, CancellationToken cancellation) =>
        (Permissions.Allows(actor, Permission.DrillBreakGlass) && actor.SeesTenant(tenant))
        || await db.OnDutyFor(actor).ContainsAsync(target, cancellation)
        || await db.HeldAsync(actor, o => o.TargetId == target && o.Role == OwnerRole.SystemOwner, now, cancellation) is not [];
}
