using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.PreApprovals;

namespace NhiPortal.Features.Requests;

/// <summary>
/// Puts to its owners again what was approved, or waits, on facts that have changed since, and ends standing pre-approvals that
/// rest on such facts. Decisions do not wait for it: they compare the facts themselves. One instance does it at a time, and
/// what fails is tried again later and later, and holds up nothing else.
/// </summary>
public sealed partial class ReturnChanged(UnitOfWork work, IDbContextFactory<PortalDb> databases, TimeProvider time, ILogger<ReturnChanged> log)
{
    private const int Portion = 20;
    private static readonly Actor Returning = Actor.Rule("return what changed");

    /// <returns>How many came back, or ended because they could not.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        // Whatever changes while another instance compares is heard of there, too, and it looks again.
        if (await db.TakeComparingAsync(time.GetUtcNow(), cancellation) is not { } lease)
            return 0;
        try
        {
            var (returned, now) = (0, time.GetUtcNow());
            await db.TouchComparisonsAsync(now, cancellation);
            while (await db.DueComparisonsAsync(now, Portion, cancellation) is { Count: > 0 } due)
            {
                foreach (var each in due)
                    returned += await CompareAsync(db, each, cancellation);
                if (await db.KeepComparingAsync(lease, time.GetUtcNow(), cancellation) is not { } longer)
                    break;
                lease = longer;
            }

            return returned;
        }
        finally
        {
            await db.LeaveComparingAsync(lease, CancellationToken.None);
        }
    }

    private async Task<int> CompareAsync(PortalDb db, DueComparison due, CancellationToken cancellation)
    {
        try
        {
            var causes = await LookAsync(due.Integration, cancellation);
            var returned = causes is null ? 0 : (await work.RunAsync<int>(Returning, "request.return", async run => await ReturnAsync(run, due.Integration, causes, cancellation), cancellation)).Value;
            await db.ComparedAsync(due, cancellation);
            return returned;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            ReturnFailed(error, due.Integration.Value, due.Tries + 1);
            await db.PostponeAsync(due, time.GetUtcNow(), cancellation);
            if (due.Tries == 0)
                await work.RunAsync<Done>(Returning, "request.return", run => RecordFailureAsync(run, due.Integration, error, cancellation), cancellation);
            return 0;
        }
    }

    /// <summary>Looks before it takes the writer's place: most changes touch nothing an answer rests on. Null when nothing differs.</summary>
    private async Task<Causes?> LookAsync(IntegrationId id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (comebacks, now) = (await db.ComebacksAsync(id, time.GetUtcNow(), cancellation), time.GetUtcNow());
        return comebacks.Count > 0 || (await db.ChangedPreApprovalsAsync(id, now, cancellation)).Count > 0 ? await db.CausesAsync(id, comebacks, cancellation) : null;
    }

    private static async Task<int> ReturnAsync(Work run, IntegrationId id, Causes causes, CancellationToken cancellation)
    {
        var comebacks = await run.Db.ComebacksAsync(id, run.Now, cancellation);
        var ended = await run.Db.ChangedPreApprovalsAsync(id, run.Now, cancellation);
        if (comebacks.Count + ended.Count == 0)
            return 0;
        var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == id, cancellation);
        run.End(ended, integration);
        var made = new List<AccessRequest>();
        foreach (var back in comebacks)
        {
            var changes = causes.Of(back);
            var note = ComebackSteps.About(back, integration);
            if (back.Gone is { } gone)
                run.End(back, note, gone);
            else if (run.Again(back, changes, made.Find(back.AsksTheSame)) is { } again)
                made.Add(run.Tell(back, note, changes, again));
            else if (back.Grant is { } grant && grant.EndedAt == run.Now)
                run.Record(note with { Kind = "grant.returned", Sentence = $"The grant of {integration.Key} for {grant.ActionName} ended: {grant.EndReason} The same waits for its owners already." });
        }

        // What ended makes room first: there may be one open request for one thing.
        await run.SaveStepAsync(cancellation);
        run.Db.Requests.AddRange(made.Where(request => run.Db.Entry(request).State == EntityState.Detached));
        var earlier = made.ToDictionary(request => request.FollowsId!.Value, request => request.Id);
        var watches = await run.Db.RequestWatches.AsNoTracking().Where(watch => earlier.Keys.Contains(watch.RequestId)).ToListAsync(cancellation);
        var watched = (await run.Db.RequestWatches.AsNoTracking().Where(watch => earlier.Values.Contains(watch.RequestId)).Select(watch => new { watch.RequestId, watch.PersonId }).ToListAsync(cancellation)).ToHashSet();
        run.Db.RequestWatches.AddRange(watches.Where(watch => watched.Add(new { RequestId = earlier[watch.RequestId], watch.PersonId })).Select(watch => RequestWatch.Of(earlier[watch.RequestId], watch.PersonId, run.Now)));
        foreach (var handed in await run.Db.Delegations.Where(d => d.RequestId != null && earlier.Keys.Contains(d.RequestId.Value) && d.ClosedAt == null && d.Until > run.Now).ToListAsync(cancellation))
            handed.Follow(earlier[handed.RequestId!.Value]);
        return comebacks.Count + ended.Count;
    }

    /// <summary>Once, however often it fails afterwards: the owners' answer is out of date, and whoever reads the record must know why it stands.</summary>
    private static async Task<Result<Done>> RecordFailureAsync(Work run, IntegrationId id, Exception error, CancellationToken cancellation)
    {
        var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == id, cancellation);
        run.Record(new AuditNote("request.return_failed", $"What {integration.Key} asked for could not be put to its owners again after a change. No call is allowed by it meanwhile; what the portal carried out stays on its target until the grant ends. It is tried again, less and less often.")
        {
            Tenant = integration.TenantId,
            Integration = Work.Thing(integration),
            Facts = new Dictionary<string, string?> { ["fault"] = error.GetType().Name },
        });
        return default(Done);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Returning what changed of integration {Integration} failed, try {Try}; it is tried again later")]
    private partial void ReturnFailed(Exception error, Guid integration, int @try);
}
