using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit.Archiving;

/// <summary>What is to be held, by key, and why.</summary>
public sealed record HoldOrder(HoldScope Scope, string? Key, string Reason);

/// <summary>Keeps events in the database past their retention, from this commit on.</summary>
public sealed class PlaceHold(UnitOfWork work)
{
    public Task<Result<LegalHoldId>> RunAsync(Actor actor, HoldOrder order, CancellationToken cancellation) =>
        work.RunAsync<LegalHoldId>(actor, "log.place_hold", async run =>
        {
            if (Permissions.Check(actor, Permission.HoldLog) is { } refused)
                return refused;
            var said = Text.Required(order.Reason, "The reason", Text.Reason, LegalHold.ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            var thing = await ThingAsync(run.Db, actor, order, cancellation);
            if (!thing.Succeeded)
                return thing.Refusal;
            if (await run.Db.LegalHolds.CountAsync(h => h.EndedAt == null, cancellation) >= LegalHold.MostOpen)
                return new Refusal("too_many", $"{LegalHold.MostOpen} holds stand already. Hold everything, or end one.");
            var hold = LegalHold.Place(thing.Value, said.Value, actor.Person!.Value, actor.Name, run.Now);
            run.Db.LegalHolds.Add(hold);
            run.Record(Note(hold, "log.hold_placed", $"{actor.Name} placed a legal hold on {hold.Name}: what it covers stays in the database until somebody else ends it."));
            return hold.Id;
        }, cancellation);

    internal static AuditNote Note(LegalHold hold, string kind, string sentence) => new(kind, sentence)
    {
        Tenant = hold.TenantId,
        Facts = new Dictionary<string, string?>
        {
            ["hold"] = hold.Id.ToString(), ["scope"] = hold.Scope.ToString(), ["thing"] = hold.Name, ["reason"] = hold.Reason, ["end_reason"] = hold.EndReason,
        },
    };

    private static async Task<Result<HeldThing>> ThingAsync(PortalDb db, Actor actor, HoldOrder order, CancellationToken cancellation)
    {
        var tenants = actor.Tenants?.ToList();
        switch (order.Scope)
        {
            case HoldScope.Tenant:
                return await db.Tenants.Where(t => t.Key == order.Key && (tenants == null || tenants.Contains(t.Id))).Select(t => new HeldThing(HoldScope.Tenant, t.Id, null, t.Name)).SingleOrDefaultAsync(cancellation) is { } tenant
                    ? tenant : new Refusal("not_found", $"There is no tenant “{order.Key}” for you.");
            case HoldScope.Integration:
                return await db.Integrations.To(actor, db).Where(i => i.Key == order.Key).Select(i => new HeldThing(HoldScope.Integration, i.TenantId, i.Id, i.Name)).SingleOrDefaultAsync(cancellation) is { } integration
                    ? integration : new Refusal("not_found", $"There is no integration “{order.Key}” for you.");
            default:
                return await db.WholeLogAsync(actor, cancellation) is { } refused ? refused : new HeldThing(HoldScope.Everything, null, null, "everything");
        }
    }
}
