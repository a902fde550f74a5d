using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Evidence;

/// <summary>Which period, narrowed to which keys, and why.</summary>
public sealed record EvidenceOrder(EvidenceFilter Filter, string Reason);

/// <summary>Writes down that a package is wanted, under which signed checkpoint and why; it is built in the background.</summary>
public sealed class AskForEvidence(UnitOfWork work)
{
    /// <summary>One person does not keep the portal building.</summary>
    private const int MostWaiting = 3;

    public Task<Result<EvidencePackageId>> RunAsync(Actor actor, EvidenceOrder order, CancellationToken cancellation) =>
        work.RunAsync<EvidencePackageId>(actor, "evidence.ask", async run =>
        {
            if (Permissions.Check(actor, Permission.ReadAudit) is { } refused)
                return refused;
            if (actor.Person is not { } person)
                return new Refusal("people_only", "Only a person asks for evidence.");
            var reason = Text.Required(order.Reason, "The reason", Text.Reason, EvidencePackage.ShortestReason);
            if (!reason.Succeeded)
                return reason.Refusal;
            var read = await order.Filter.ReadAsync(run.Db, actor, cancellation);
            if (!read.Succeeded)
                return read.Refusal;
            if (await run.Db.EvidencePackages.CountAsync(p => p.AskedById == person && (p.State == EvidenceState.Waiting || p.State == EvidenceState.Building), cancellation) >= MostWaiting)
                return new Refusal("too_many", $"{MostWaiting} packages of yours are being built. Ask again when one is ready.");
            return await AddAsync(run, person, order.Filter, read.Value with { Reason = reason.Value }, cancellation);
        }, cancellation);

    private static async Task<Result<EvidencePackageId>> AddAsync(Work run, PersonId person, EvidenceFilter filter, EvidenceAsk ask, CancellationToken cancellation)
    {
        if (await run.Db.Checkpoints.MaxAsync(c => (long?)c.Size, cancellation) is not { } newest)
            return new Refusal("nothing_signed", "No checkpoint is signed yet. The first one comes within a minute of the first event.");
        var reach = new EvidenceReach(ask.From, ask.Until, ask.Scope, run.Actor.Tenants?.ToList());
        if (await reach.In(run.Db).MaxAsync(e => e.LeafIndex, cancellation) is not { } last)
            return new Refusal("nothing_there", "There is no event of this period and scope, so there is nothing to prove.");
        // The oldest checkpoint over all of it: the same next year, and as near as can be to what happened.
        var size = await run.Db.Checkpoints.Where(c => c.Size > last).MinAsync(c => (long?)c.Size, cancellation) ?? newest;
        var package = EvidencePackage.Ask(run.Actor, person, ask, size, newest, run.Now);
        run.Db.EvidencePackages.Add(package);
        run.Record(EvidenceNotes.Of(package, "evidence.asked", $"{run.Actor.Name} asked for a package of evidence: {filter.Days}, {ask.Words}."));
        return package.Id;
    }
}
