using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit.Archiving;

/// <summary>Ends a legal hold; only another person than who placed it can.</summary>
public sealed class EndHold(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, LegalHoldId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "log.end_hold", async run =>
        {
            if (Permissions.Check(actor, Permission.HoldLog) is { } refused)
                return refused;
            if (await run.Db.LegalHolds.SingleOrDefaultAsync(h => h.Id == id, cancellation) is not { } hold || (hold.TenantId is { } tenant && !actor.SeesTenant(tenant)))
                return new Refusal("not_found", "There is no such hold for you.");
            if (hold.Scope == HoldScope.Everything && await run.Db.WholeLogAsync(actor, cancellation) is { } part)
                return part;
            var said = Text.Required(reason, "The reason", Text.Reason, LegalHold.ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            if (hold.End(actor.Person!.Value, actor.Name, said.Value, run.Now) is { } no)
                return no;
            run.Record(PlaceHold.Note(hold, "log.hold_ended", $"{actor.Name} ended the legal hold on {hold.Name} that {hold.PlacedBy} had placed."));
            return default(Done);
        }, cancellation);
}
