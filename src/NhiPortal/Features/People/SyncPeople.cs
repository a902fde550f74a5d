using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.SignIn;

namespace NhiPortal.Features.People;

/// <summary>What is asked of a sync: a file in place of the configured directory, or an administrator's word that a held one is true.</summary>
public sealed record SyncOrder(byte[]? File = null, Guid? Confirms = null, string? Reason = null);

/// <summary>
/// Brings the people the portal knows in step with the directory: reads it whole, compares, and only then writes, in
/// batches that each commit whole. A reading that fails or looks like half an answer changes nothing and says so.
/// </summary>
public sealed class SyncPeople(UnitOfWork work, PeopleReading reading, TimeProvider time)
{
    private const int Batch = 200;
    private const int KeptDays = 90;
    private static readonly Actor Directory = Actor.Rule("directory sync");

    /// <returns>The record of the sync, whether or not it changed anything.</returns>
    public async Task<Result<Guid>> RunAsync(Actor actor, SyncOrder order, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        if (Refused(actor, order) is { } refused)
            return await work.RunAsync<Guid>(actor, "people.sync", _ => Task.FromResult<Result<Guid>>(refused), cancellation);
        var started = time.GetUtcNow();
        var read = await reading.ReadAsync(order.File, progress, cancellation);
        if (!read.Succeeded)
            return await NotAppliedAsync(actor, SyncStatus.Failed, reading.SourceName(order.File), null, read.Refusal, started, cancellation);
        var plan = read.Value.Plan;
        if (reading.Suspicion(plan) is { } suspicion)
        {
            if (order.Confirms is null)
                return await NotAppliedAsync(actor, SyncStatus.Held, read.Value.Source, plan, suspicion, started, cancellation);
            var confirmed = await work.RunAsync<Done>(actor, "people.sync.confirm", run => ConfirmAsync(run, order, read.Value, cancellation), cancellation);
            if (!confirmed.Succeeded)
                return confirmed.Refusal;
        }

        var done = 0;
        foreach (var batch in plan.Changes.Chunk(Batch))
        {
            var applied = await work.RunAsync<Done>(Directory, "people.sync", run => run.ApplyAsync(read.Value, batch, cancellation), cancellation);
            if (!applied.Succeeded)
                return applied.Refusal;
            progress?.Report(new("Applying", done += batch.Length, plan.Changes.Count));
        }

        return await work.RunAsync<Guid>(actor, "people.sync", run => AppliedAsync(run, read.Value, started, cancellation), cancellation);
    }

    private static Refusal? Refused(Actor actor, SyncOrder order)
    {
        if (actor.Kind != ActorKind.Rule && Permissions.Check(actor, Permission.Administer) is { } refused)
            return refused;
        return order.Confirms is null ? null : Text.Required(order.Reason, "The reason", Text.Reason, 10).Refusal;
    }

    private static async Task<Result<Done>> ConfirmAsync(Work run, SyncOrder order, ReadPeople read, CancellationToken cancellation)
    {
        var held = await run.Db.PeopleSyncs.SingleOrDefaultAsync(s => s.Id == order.Confirms, cancellation);
        if (held?.Confirm() is not { Succeeded: true } || held.Source != read.Source)
            return new Refusal("not_held", "There is no sync waiting to be confirmed. Sync again and look at what it says.");
        if (read.Plan.Going > held.Going)
            return new Refusal("changed_since", $"You confirmed that {held.Going} people go; by now it would be {read.Plan.Going}. Sync again and look at what it says.");
        run.Record(new AuditNote("people.sync.confirmed", $"{run.Actor.Name} confirmed that {read.Plan.Going} of {read.Plan.Known} people are no longer active.")
        {
            Facts = new Dictionary<string, string?> { ["sync"] = held.Id.ToString(), ["source"] = read.Source, ["reason"] = order.Reason!.Trim() },
        });
        return default(Done);
    }

    private Task<Result<Guid>> NotAppliedAsync(Actor actor, SyncStatus status, string source, PeoplePlan? plan, Refusal why, DateTimeOffset started, CancellationToken cancellation) =>
        work.RunAsync<Guid>(actor, "people.sync", async run =>
        {
            var sync = await KeepAsync(run, PeopleSync.Of(status, source, actor.Name, plan, why.Sentence, started, run.Now), cancellation);
            run.Record(new AuditNote("people.sync.failed", $"The people of the {source} directory were not taken over: {why.Sentence}") { Facts = Facts(sync, why.Code) });
            return sync.Id;
        }, cancellation);

    private static async Task<Result<Guid>> AppliedAsync(Work run, ReadPeople read, DateTimeOffset started, CancellationToken cancellation)
    {
        var sync = await KeepAsync(run, PeopleSync.Of(SyncStatus.Applied, read.Source, run.Actor.Name, read.Plan, null, started, run.Now), cancellation);
        if (sync.Changes == 0)
            return sync.Id;
        // Whoever is new, back or led by somebody else may be the one to ask where nobody was left.
        foreach (var stuck in await run.Db.Ownerships.Where(o => o.NobodyLeftAt != null && o.ClosedAt == null).ToListAsync(cancellation))
            stuck.LookNow(run.Now);
        run.Record(new AuditNote("people.sync.applied", $"The people of the {read.Source} directory were taken over: {sync.Created} new, {sync.Changed} changed, {sync.Disabled} disabled, {sync.HaveLeft} left, {sync.Returned} back.") { Facts = Facts(sync, null) });
        return sync.Id;
    }

    private static async Task<PeopleSync> KeepAsync(Work run, PeopleSync sync, CancellationToken cancellation)
    {
        var old = run.Now.AddDays(-KeptDays);
        await run.Db.PeopleSyncs.Where(s => s.EndedAt < old).ExecuteDeleteAsync(cancellation);
        run.Db.PeopleSyncs.Add(sync);
        return sync;
    }

    private static Dictionary<string, string?> Facts(PeopleSync sync, string? refusal) => new()
    {
        ["sync"] = sync.Id.ToString(),
        ["source"] = sync.Source,
        ["found"] = Number(sync.Found),
        ["known"] = Number(sync.Known),
        ["going"] = Number(sync.Going),
        ["refused"] = Number(sync.Refused),
        ["refusal"] = refusal,
    };

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
