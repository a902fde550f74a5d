using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Evidence;

/// <summary>Which period, narrowed to which keys, and why.</summary>
public sealed record EvidenceOrder(EvidenceFilter Filter, string Reason);

/// <summary>Writes down that a package is wanted, under which signed checkpoint and why; it is built in the background.</summary>
public sealed class AskForEvidence(UnitOfWork work, IDbContextFactory<PortalDb> databases)
{
    /// <summary>One person does not keep the portal building.</summary>
    private const int MostWaiting = 3;

    public async Task<Result<EvidencePackageId>> RunAsync(Actor actor, EvidenceOrder order, CancellationToken cancellation)
    {
        // The log is read before the transaction, which keeps every other writer waiting.
        var read = Permissions.Check(actor, Permission.ReadAudit) is { } refused ? refused : await ReadAsync(actor, order, cancellation);
        return await work.RunAsync<EvidencePackageId>(actor, "evidence.ask", async run =>
        {
            if (!read.Succeeded)
                return read.Refusal;
            if (actor.Person is not { } person)
                return new Refusal("people_only", "Only a person asks for evidence.");
            var waiting = run.Db.EvidencePackages.Where(p => p.AskedById == person && (p.State == EvidenceState.Waiting || p.State == EvidenceState.Building));
            if (await waiting.CountAsync(cancellation) >= MostWaiting)
                return new Refusal("too_many", $"{MostWaiting} packages of yours are being built. Ask again when one is ready.");
            var (ask, size, newest) = read.Value;
            var package = EvidencePackage.Ask(run.Actor, person, ask, size, newest, run.Now);
            run.Db.EvidencePackages.Add(package);
            run.Record(EvidenceNotes.Of(package, "evidence.asked", $"{run.Actor.Name} asked for a package of evidence: {order.Filter.Days}, {ask.Words}."));
            return package.Id;
        }, cancellation);
    }

    private async Task<Result<(EvidenceAsk Ask, long Size, long Newest)>> ReadAsync(Actor actor, EvidenceOrder order, CancellationToken cancellation)
    {
        var reason = Text.Required(order.Reason, "The reason", Text.Reason, EvidencePackage.ShortestReason);
        if (!reason.Succeeded)
            return reason.Refusal;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var read = await order.Filter.ReadAsync(db, actor, cancellation);
        if (!read.Succeeded)
            return read.Refusal;
        if (await db.Checkpoints.MaxAsync(c => (long?)c.Size, cancellation) is not { } newest)
            return new Refusal("nothing_signed", "No checkpoint is signed yet. The first one comes within a minute of the first event.");
        var reach = new EvidenceReach(read.Value.From, read.Value.Until, read.Value.Scope, actor.Tenants?.ToList());
        var last = await reach.In(db, walked: true).Where(e => e.LeafIndex >= 0 && e.LeafIndex < newest).OrderByDescending(e => e.LeafIndex).Select(e => e.LeafIndex).FirstOrDefaultAsync(cancellation);
        if (last is null && await db.ArchivedAsync(cancellation) is { } archived && archived.Touches(read.Value.From))
            return new Refusal("archived", $"The log's first {archived.Events} events, up to {EvidenceNotes.Time(archived.NewestAt)}, are archived, and nothing later is of this period and scope. Take the archive instead: the retention page names its file.");
        if (last is null)
            return new Refusal("nothing_there", "There is no signed event of this period and scope, so there is nothing to prove.");
        // The oldest checkpoint over all of it that a second place keeps, else the oldest: the same next year, and as near as can be to what happened.
        var size = await db.LogAnchors.Where(a => a.Size > last && a.Size <= newest).MinAsync(a => (long?)a.Size, cancellation) ?? await db.Checkpoints.Where(c => c.Size > last).MinAsync(c => (long?)c.Size, cancellation) ?? newest;
        return (read.Value with { Reason = reason.Value }, size, newest);
    }
}
