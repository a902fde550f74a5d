using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Keeps gap rows and standings of the demo as the ownership sweep keeps those of a running portal.</summary>
internal static class GapWatch
{
    private static readonly OwnerRole[] Required = [OwnerRole.BusinessOwner, OwnerRole.IamOwner];

    /// <summary>Opens or closes the gap row of one control point, with its event.</summary>
    public static void Settle(this DemoWorld world, Cell cell, DateTimeOffset at)
    {
        var integration = cell.Integration is { } id ? world.Of(id) : null;
        if (cell.Role == OwnerRole.SecurityOperations || integration is { Status: not (IntegrationStatus.Active or IntegrationStatus.Suspended) })
            return;
        var target = cell.Target is { } reached ? world.Of(reached) : null;
        var holder = world.Holder(cell);
        var gap = OwnershipGap.In(
            cell.Role, integration?.Key ?? target!.Key, holder is null ? null : OwnerFact.Of(holder, world.Of(holder.PersonId)), at);
        var open = world.Gaps.Find(g => g.Role == cell.Role && g.IntegrationId == cell.Integration && g.TargetId == cell.Target && g.ClosedAt is null);
        if (gap is null == open is null)
            return;

        var note = new AuditNote("gap.closed", $"{integration?.Key ?? target!.Key} has a {cell.Role.InSentence()} again; what depended on it is open.")
        {
            Tenant = integration?.TenantId ?? target!.TenantId,
            Integration = integration is null ? null : Work.Thing(integration),
            Target = target is null ? null : Work.Thing(target),
        };
        open?.Close(at);
        if (gap is not null)
        {
            world.Gaps.Add(OpenGap.Open(note.Tenant!.Value, cell.Integration, cell.Target, cell.Role, gap.Kind, at));
            note = note with
            {
                Kind = "gap.opened",
                Sentence = $"{gap.Sentence} What depends on it is denied until somebody takes over.",
                Facts = new Dictionary<string, string?> { ["reason"] = gap.Reason, ["gap"] = gap.Kind.ToString() },
            };
        }

        world.Record(Actor.Rule("sweep ownerships"), at, note);
    }

    /// <summary>What the lists show now; and every ownership is marked as looked at, as after a sweep.</summary>
    public static void StandAll(this DemoWorld world)
    {
        foreach (var integration in world.Integrations.Values)
        {
            var reached = world.Paths.Where(path => path.IntegrationId == integration.Id && path.RemovedAt is null).Select(path => path.TargetId).Distinct();
            var cells = Required.Select(role => new Cell(role, integration.Id, null)).Concat(reached.Select(id => new Cell(OwnerRole.SystemOwner, null, id)));
            var holders = cells.Select(world.Holder).ToList();
            integration.Stand(Standings.Of(
                holders.OfType<Ownership>().Select(o => (o, world.Of(o.PersonId) is { Active: true, External: false })), holders.TrueForAll(o => o is not null), world.Now));
        }

        foreach (var ownership in world.Ownerships.Where(o => o.LookAgainAt <= world.Now))
            ownership.Looked(world.Now);
    }
}
