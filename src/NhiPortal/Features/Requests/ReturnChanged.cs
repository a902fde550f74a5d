using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>
/// Puts to its owners again what was approved, or waits, on facts that have changed since. Decisions do not wait for it:
/// they compare the facts themselves. Repeats safely and on several instances at once.
/// </summary>
public sealed partial class ReturnChanged(UnitOfWork work, IDbContextFactory<PortalDb> databases, TimeProvider time, ILogger<ReturnChanged> log)
{
    private static readonly ChangeKind[] Shaping = [ChangeKind.Integration, ChangeKind.Target, ChangeKind.Policy];

    /// <returns>How many came back, or ended because they could not.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var seen = await db.ReturnCursors.AsNoTracking().Select(cursor => (long?)cursor.Seq).SingleOrDefaultAsync(cancellation);
        // The position is read first: whatever changes while this runs is looked at next time.
        var newest = await db.ChangeClocks.Select(clock => (long?)clock.Value).SingleOrDefaultAsync(cancellation);
        if (seen is not { } from || newest is not { } until || from >= until)
            return 0;
        var (returned, failed) = (0, 0);
        foreach (var integration in await StandingAsync(db, from, until, cancellation))
        {
            try
            {
                if (await DiffersAsync(integration, cancellation))
                    returned += (await work.RunAsync<int>(Actor.Rule("return what changed"), "request.return", async run => await ReturnAsync(run, integration, cancellation), cancellation)).Value;
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                failed++;
                ReturnFailed(error, integration.Value);
            }
        }

        // One that fails holds up no other, and the position stays until it has come through: the others find nothing left to do.
        if (failed > 0)
            return returned;
        await db.ReturnCursors.Where(cursor => cursor.Seq == from).ExecuteUpdateAsync(set => set.SetProperty(cursor => cursor.Seq, until), cancellation);
        return returned;
    }

    /// <summary>The integrations among what changed that have something waiting or approved.</summary>
    private async Task<List<IntegrationId>> StandingAsync(PortalDb db, long from, long until, CancellationToken cancellation)
    {
        var changes = await db.Changes.AsNoTracking().Where(change => change.Seq > from && change.Seq <= until && Shaping.Contains(change.Kind))
            .Select(change => new { change.Kind, change.Subject }).Distinct().ToListAsync(cancellation);
        // Lines that were pruned before anybody looked may have told of anything.
        var everything = changes.Exists(change => change.Kind == ChangeKind.Policy) || (from > 0 && !await db.Changes.AnyAsync(change => change.Seq == from + 1, cancellation));
        var integrations = changes.Where(change => change.Kind == ChangeKind.Integration).Select(change => new IntegrationId(change.Subject)).ToList();
        var targets = changes.Where(change => change.Kind == ChangeKind.Target).Select(change => new TargetId(change.Subject)).ToList();
        if (!everything && integrations.Count + targets.Count == 0)
            return [];
        var now = time.GetUtcNow();
        var waiting = db.Requests.Where(r => r.Status == RequestStatus.Pending && r.ExpiresAt > now && (everything || integrations.Contains(r.IntegrationId) || targets.Contains(r.TargetId))).Select(r => r.IntegrationId);
        var live = db.Grants.Where(Comebacks.MayComeBack(now)).Where(g => everything || integrations.Contains(g.IntegrationId) || targets.Contains(g.TargetId)).Select(g => g.IntegrationId);
        return await waiting.Union(live).ToListAsync(cancellation);
    }

    /// <summary>Looks before it takes the writer's place: most changes touch nothing an answer rests on.</summary>
    private async Task<bool> DiffersAsync(IntegrationId id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return (await db.ComebacksAsync(id, time.GetUtcNow(), cancellation)).Count > 0;
    }

    private static async Task<int> ReturnAsync(Work run, IntegrationId id, CancellationToken cancellation)
    {
        var comebacks = await run.Db.ComebacksAsync(id, run.Now, cancellation);
        if (comebacks.Count == 0)
            return 0;
        var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == id, cancellation);
        var made = new List<AccessRequest>();
        foreach (var back in comebacks)
        {
            var changes = await run.Db.WithCausesAsync(back, cancellation);
            var note = About(back, integration);
            if (back.Gone is { } gone)
                End(run, back, note, gone);
            else if (Again(run, back, changes, made.Find(back.AsksTheSame)) is { } again)
                made.Add(Tell(run, back, note, changes, again));
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
        return comebacks.Count;
    }

    private static AccessRequest? Again(Work run, Comeback back, IReadOnlyList<BasisChange> changes, AccessRequest? asked)
    {
        back.Grant?.Return($"What it was approved on has changed: {Words(changes)}.", run.Now);
        back.Grant?.Settle();
        if ((back.Open ?? asked) is { } open)
            return open.Follow(back.Request, changes) ? open : null;
        return back.Request.Again(back.Today!, back.Rule!.Rule, back.Rule.Version, back.Risk, changes, run.Now);
    }

    private static AccessRequest Tell(Work run, Comeback back, AuditNote note, IReadOnlyList<BasisChange> changes, AccessRequest again)
    {
        run.Record(note with
        {
            Kind = "request.returned",
            Sentence = $"What {note.Integration!.Key} asked for on {back.Target.Key} ({again.ActionName}) came back to its owners, because this changed: {Words(changes)}.",
            Before = changes.ToDictionary(change => change.Name, change => change.Before),
            After = changes.ToDictionary(change => change.Name, change => change.After),
            Facts = new Dictionary<string, string?> { ["again"] = again.Id.ToString(), ["basis"] = back.Request.Basis.Hash, ["basis_today"] = back.Today!.Hash },
        });
        if (again != back.Open)
            run.Record(note with
            {
                Kind = "request.asked",
                Sentence = $"{again.ActionName} on {back.Target.Key} for {note.Integration.Key} is put to its owners again.",
                Request = again.Id,
                Grant = null,
                Facts = new Dictionary<string, string?>
                {
                    ["follows"] = back.Request.Id.ToString(), ["binding"] = again.BindingHash, ["basis"] = again.Basis.Hash, ["policy"] = $"version {again.PolicyVersion}, rule {again.PolicyRule}",
                },
            });
        return again;
    }

    private static void End(Work run, Comeback back, AuditNote note, string why)
    {
        if (back.Grant is { } grant && grant.Return(why, run.Now))
        {
            grant.Settle();
            run.Record(note with { Kind = "grant.returned", Sentence = $"The grant of {note.Integration!.Key} for {grant.ActionName} ended: {why}" });
        }

        if (back.Request.Fail(why, run.Now))
            run.Record(note with { Kind = "request.failed", Sentence = $"What {note.Integration!.Key} asked for on {back.Target.Key} ({back.Request.ActionName}) cannot be decided any more: {why}" });
    }

    private static AuditNote About(Comeback back, Integration integration) => new("", "")
    {
        Tenant = back.Request.TenantId,
        Integration = Work.Thing(integration),
        Target = Work.Thing(back.Target),
        Request = back.Request.Id,
        Grant = back.Grant?.Id,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Returning what changed of integration {Integration} failed; it is tried again")]
    private partial void ReturnFailed(Exception error, Guid integration);

    private static string Words(IReadOnlyList<BasisChange> changes) => string.Join(", ", changes.Select(change => $"{char.ToLowerInvariant(change.Name[0])}{change.Name[1..]}"));
}
