using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.BreakGlass;

/// <summary>
/// Names the person on duty for a target, or nobody. Never oneself, and never while a use waits for its review: the debt must not be
/// got around by another chief.
/// </summary>
public sealed class NameDutyChief(UnitOfWork work)
{
    public const int ShortestReason = 5;

    public Task<Result<Done>> RunAsync(Actor actor, TargetId id, PersonId? chief, string? reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "break_glass.duty_chief", async run =>
        {
            var target = await run.Db.Targets.SingleOrDefaultAsync(t => t.Id == id, cancellation);
            if (target is null || actor.Person is not { } me || !actor.SeesTenant(target.TenantId))
                return new Refusal("not_found", "There is no such target for you.");
            run.About = run.About with { Tenant = target.TenantId, Target = Work.Thing(target) };
            if (Permissions.Check(actor, Permission.NameDutyChiefs) is { } refused)
                return refused;
            var said = Text.Required(reason, "The reason", Text.Reason, ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            if (chief == me)
                return OwnDuty;
            if (await run.Db.OwesReviewAsync(id, cancellation))
                return new Refusal("break_glass_debt", "A use of break-glass here waits for its review. The duty chief can change once it is reviewed.");
            var person = chief is null ? null : await run.Db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == chief, cancellation);
            if (chief is not null && Nominations.Unfit(person, target.TenantId, "duty chief") is { } unfit)
                return unfit;
            // One mail address is one person, under whichever account.
            if (person is { Mail.Length: > 0 } && await run.Db.People.AnyAsync(p => p.Id == me && p.Mail == person.Mail, cancellation))
                return OwnDuty;
            var before = target.DutyChiefId is { } former ? await run.Db.People.Where(p => p.Id == former).Select(p => p.Name).SingleAsync(cancellation) : null;
            target.NameDutyChief(chief);
            run.Record(BreakGlassNotes.ChiefNamed(run.About, actor.Name, person is null ? null : Work.Thing(person), before, said.Value, target.Key));
            return default(Done);
        }, cancellation);

    private static Refusal OwnDuty => new("own_duty", "Nobody names themselves duty chief; have a colleague do it.");
}
