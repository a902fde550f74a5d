using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Owners;

/// <summary>Two upkeep steps of the ownership sweep: standings for lists, and gap rows with their audit events.</summary>
public static class OwnerUpkeep
{
    private static readonly OwnerRole[] Required = [OwnerRole.BusinessOwner, OwnerRole.IamOwner];

    public static async Task<Result<Done>> StandAsync(this Work run, IReadOnlyList<IntegrationId> ids, CancellationToken cancellation)
    {
        var integrations = await run.Db.Integrations.Where(i => ids.Contains(i.Id)).ToListAsync(cancellation);
        var ways = (await run.Db.Paths.AsNoTracking().Where(p => ids.Contains(p.IntegrationId) && p.RemovedAt == null)
            .Select(p => new { p.IntegrationId, p.TargetId }).Distinct().ToListAsync(cancellation)).ToLookup(way => way.IntegrationId, way => way.TargetId);
        var held = await run.HeldAsync(ids, [.. ways.SelectMany(way => way).Distinct()], cancellation);
        foreach (var integration in integrations)
        {
            var own = held.Where(h => h.Ownership.IntegrationId == integration.Id && Required.Contains(h.Ownership.Role)).ToList();
            var system = ways[integration.Id].Select(target => held.Find(h => h.Ownership.TargetId == target)).ToList();
            var complete = own.Count == Required.Length && system.TrueForAll(h => h is not null);
            integration.Stand(Standings.Of(own.Concat(system.OfType<Held>()).Select(h => (h.Ownership, h.Answerable)), complete, run.Now));
        }

        return default(Done);
    }

    /// <summary>Opens and closes gap rows so that they tell what is true now, and records each change.</summary>
    public static async Task GapsAsync(this Work run, IReadOnlyList<IntegrationId> integrations, IReadOnlyList<TargetId> targets, CancellationToken cancellation)
    {
        var held = await run.HeldAsync(integrations, targets, cancellation);
        var open = await run.Db.Gaps.Where(g => g.ClosedAt == null
            && ((g.IntegrationId != null && integrations.Contains(g.IntegrationId.Value)) || (g.TargetId != null && targets.Contains(g.TargetId.Value)))).ToListAsync(cancellation);

        foreach (var integration in await run.Db.Integrations.AsNoTracking()
            .Where(i => integrations.Contains(i.Id) && (i.Status == IntegrationStatus.Active || i.Status == IntegrationStatus.Suspended)).ToListAsync(cancellation))
            foreach (var role in Required)
            {
                var holder = held.Find(h => h.Ownership.IntegrationId == integration.Id && h.Ownership.Role == role);
                run.Settle(new Cell(integration.TenantId, integration.Id, null, role, Work.Thing(integration)), holder, open.Find(g => g.IntegrationId == integration.Id && g.Role == role));
            }

        foreach (var target in await run.Db.Targets.AsNoTracking().Where(t => targets.Contains(t.Id)).ToListAsync(cancellation))
        {
            var holder = held.Find(h => h.Ownership.TargetId == target.Id);
            run.Settle(new Cell(target.TenantId, null, target.Id, OwnerRole.SystemOwner, Work.Thing(target)), holder, open.Find(g => g.TargetId == target.Id));
        }
    }

    private static void Settle(this Work run, Cell cell, Held? holder, OpenGap? open)
    {
        var gap = OwnershipGap.In(cell.Role, cell.Thing.Key, holder is null ? null : OwnerFact.Of(holder.Ownership, holder.Person), run.Now);
        if (gap is null == open is null)
            return;
        var note = new AuditNote("", "")
        {
            Tenant = cell.Tenant,
            Integration = cell.Integration is null ? null : cell.Thing,
            Target = cell.Target is null ? null : cell.Thing,
        };
        if (gap is not null)
        {
            run.Db.Gaps.Add(OpenGap.Open(cell.Tenant, cell.Integration, cell.Target, cell.Role, gap.Kind, run.Now));
            run.Record(note with
            {
                Kind = "gap.opened",
                Sentence = $"{gap.Sentence} What depends on it is denied until somebody takes over.",
                Facts = new Dictionary<string, string?> { ["reason"] = gap.Reason, ["gap"] = gap.Kind.ToString() },
            });
            return;
        }

        open!.Close(run.Now);
        run.Record(note with { Kind = "gap.closed", Sentence = $"{cell.Thing.Key} has a {cell.Role.InSentence()} again; what depended on it is open." });
    }

    private static async Task<List<Held>> HeldAsync(this Work run, IReadOnlyList<IntegrationId> integrations, IReadOnlyList<TargetId> targets, CancellationToken cancellation) =>
        await (from o in run.Db.Ownerships.AsNoTracking()
               where o.ClosedAt == null && o.AcceptedAt != null
                   && ((o.IntegrationId != null && integrations.Contains(o.IntegrationId.Value)) || (o.TargetId != null && targets.Contains(o.TargetId.Value)))
               join p in run.Db.People.AsNoTracking().IgnoreAutoIncludes() on o.PersonId equals p.Id
               select new Held(o, p)).ToListAsync(cancellation);

    private sealed record Held(Ownership Ownership, Person Person)
    {
        public bool Answerable => Person is { Active: true, External: false };
    }

    private sealed record Cell(TenantId Tenant, IntegrationId? Integration, TargetId? Target, OwnerRole Role, AuditThing Thing);
}
