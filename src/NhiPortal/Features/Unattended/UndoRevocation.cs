using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Stops;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>Gives back exactly what one revocation took, while the way back is open.</summary>
public sealed class UndoRevocation(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "revocation.undo", async run =>
        {
            var found = await run.RevocationAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            // Whoever may bring a suspended integration back: the reason it went may be its owners.
            if (Permissions.Check(actor, Permission.ResumeIntegrations) is { } refused)
                return refused;
            var said = UnattendedAct.Reason(reason);
            if (!said.Succeeded)
                return said.Refusal;
            var row = found.Value;
            if (row.WhyNotUndo(run.Now) is { } late)
                return late;
            if (await run.Db.WhyStoppedAsync(row, cancellation) is { } stopped)
                return stopped;
            var things = await run.ThingsAsync([row], cancellation);
            await run.GiveBackAsync(row, things, cancellation);
            var undone = row.Undo(actor.Person!.Value, said.Value, null, run.Now);
            if (!undone.Succeeded)
                return undone.Refusal;
            run.Record(things.Note(row, "revocation.undone", $"{actor.Name} gave back what was taken: {row.Label}. {said.Value}"));
            return default(Done);
        }, cancellation);
}

/// <summary>Whether a stop holds anything that an undo would bring back.</summary>
internal static class UndoUnderStop
{
    public static async Task<Refusal?> WhyStoppedAsync(this PortalDb db, Revocation row, CancellationToken cancellation)
    {
        var grants = row.Items.Where(item => item.Kind == TakenKind.Grant).Select(item => new GrantId(item.Thing)).ToList();
        var integrations = db.Integrations.Where(i => i.Id == row.IntegrationId || db.Grants.Any(g => grants.Contains(g.Id) && g.IntegrationId == i.Id));
        var targets = row.Items.Select(item => item.TargetId).Append(row.TargetId).OfType<TargetId>().Distinct().ToList();
        return await db.StoppedAsync(integrations, targets, cancellation) is { } name
            ? new("stopped", $"{name} is stopped: nothing is given back under it. Lift the stop first, or leave this as it is.") : null;
    }

    /// <returns>The name of one of these that a stop holds; null when none is.</returns>
    public static async Task<string?> StoppedAsync(this PortalDb db, IQueryable<Integration> integrations, IReadOnlyList<TargetId> targets, CancellationToken cancellation) =>
        await integrations.Stopped(db).OrderBy(i => i.Name).Select(i => i.Name).FirstOrDefaultAsync(cancellation)
        ?? await db.Targets.Where(t => targets.Contains(t.Id) && db.Stops.Any(s => s.LiftedAt == null && (s.TargetId == t.Id || (s.Scope == StopScope.Tenant && s.TenantId == t.TenantId))))
            .OrderBy(t => t.Name).Select(t => t.Name).FirstOrDefaultAsync(cancellation);
}
