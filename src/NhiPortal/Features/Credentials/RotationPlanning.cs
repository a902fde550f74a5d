using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Credentials;

/// <summary>A credential with what the rotation rules look at.</summary>
internal sealed record ToPlan(Credential Credential, IntegrationKind Integration, Criticality? Criticality);

/// <summary>Gives credentials their dates by the rules in force.</summary>
internal static class RotationPlanning
{
    public static async Task<RotationPlan> RotationPlanAsync(this PortalDb db, CancellationToken cancellation) =>
        await db.RotationPlans.AsNoTracking().OrderByDescending(p => p.Number).FirstOrDefaultAsync(cancellation) ?? RotationPlan.BuiltIn;

    public static RotationCalendar Calendar(this RotationPlan plan) => new(plan.Freezes, CronClock.Next);

    /// <summary>Sets the dates of one that is new or was changed.</summary>
    public static async Task PlanAsync(this Work run, Credential credential, CancellationToken cancellation)
    {
        var kind = await run.Db.Integrations.Where(i => i.Id == credential.IntegrationId).Select(i => i.Kind).SingleAsync(cancellation);
        var criticality = await run.Db.Targets.Where(t => t.Id == credential.TargetId).Select(t => (Criticality?)t.Criticality).SingleOrDefaultAsync(cancellation);
        var plan = await run.Db.RotationPlanAsync(cancellation);
        credential.Plan(plan.For(credential, kind, criticality, CronClock.Next), plan.Number);
    }

    public static IQueryable<ToPlan> ToPlan(this PortalDb db, IQueryable<Credential> credentials) =>
        from credential in credentials
        join integration in db.Integrations on credential.IntegrationId equals integration.Id
        join target in db.Targets on credential.TargetId equals (TargetId?)target.Id into targets
        from target in targets.DefaultIfEmpty()
        select new ToPlan(credential, integration.Kind, target == null ? null : target.Criticality);
}
