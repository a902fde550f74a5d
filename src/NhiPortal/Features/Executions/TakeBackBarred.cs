using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Executions;

/// <summary>
/// Ends the grants that the portal has carried out and whose use is barred by now, so that what they gave is taken back on
/// the target. Nothing comes back by itself when the bar is lifted. Repeats safely and on several instances at once.
/// </summary>
public sealed partial class TakeBackBarred(UnitOfWork work, IDbContextFactory<PortalDb> databases, TimeProvider time, ILogger<TakeBackBarred> log)
{
    public static readonly Actor Rule = Actor.Rule("take back what is barred");

    private sealed record Held
    {
        public required Grant Grant { get; init; }
        public required AccessRequest Request { get; init; }
        public required string Target { get; init; }
    }

    /// <returns>How many grants ended.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var ended = 0;
        foreach (var integration in await Carried(db, time.GetUtcNow()).Select(row => row.Grant.IntegrationId).Distinct().ToListAsync(cancellation))
        {
            try
            {
                // Looks before it takes the writer's place: most changes bar nothing.
                if ((await BarredAsync(db, integration, time.GetUtcNow(), cancellation)).Count > 0)
                    ended += (await work.RunAsync<int>(Rule, "grant.bar", async run => Result.Ok(await EndAsync(run, integration, cancellation)), cancellation)).Value;
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                BarFailed(integration.Value, error.GetType().Name);
            }
        }

        return ended;
    }

    private static async Task<int> EndAsync(Work run, IntegrationId id, CancellationToken cancellation)
    {
        var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == id, cancellation);
        var barred = await BarredAsync(run.Db, id, run.Now, cancellation);
        foreach (var (held, why) in barred)
        {
            held.Grant.Revoke(null, $"{why.Sentence} What the portal had carried out is taken back; it has to be asked for again.", run.Now);
            run.Record(new AuditNote("grant.revoked", $"The grant of {integration.Key} for {held.Grant.ActionName} ended, and what the portal carried out on {held.Target} is taken back: {why.Sentence}")
            {
                Tenant = held.Grant.TenantId,
                Integration = Work.Thing(integration),
                Target = new(held.Grant.TargetId.Value, held.Target),
                Request = held.Grant.RequestId,
                Grant = held.Grant.Id,
                Before = new Dictionary<string, string?> { ["status"] = "Active", ["until"] = held.Grant.Until.ToString("o") },
                After = new Dictionary<string, string?> { ["status"] = "Revoked" },
                Facts = new Dictionary<string, string?> { ["reason"] = why.Sentence, ["barred_by"] = why.Code },
            });
        }

        return barred.Count;
    }

    private static async Task<IReadOnlyList<(Held Held, Refusal Why)>> BarredAsync(PortalDb db, IntegrationId id, DateTimeOffset now, CancellationToken cancellation)
    {
        var facts = (await db.AccessFactsAsync(id, now, cancellation))!;
        var carried = await Carried(db, now).Where(row => row.Grant.IntegrationId == id).ToListAsync(cancellation);
        // A window that shuts keeps further calls, and is no reason to take back what was done while it was open.
        return [.. carried.Select(held => (held, Why: AccessJudge.WhyBarred(facts, RequestedCall.Of(held.Request, held.Target), now))).Where(row => row.Why is not null).Select(row => (row.held, row.Why!))];
    }

    /// <summary>Live grants with something of theirs on the target.</summary>
    private static IQueryable<Held> Carried(PortalDb db, DateTimeOffset now) =>
        from execution in db.Executions
        where execution.EndedAt == null && (execution.State == ExecutionState.Applied || (execution.State == ExecutionState.Applying && execution.Sent))
        join grant in db.Grants on execution.GrantId equals grant.Id
        where grant.Status == GrantStatus.Active && grant.Until > now
        join request in db.Requests.IgnoreAutoIncludes() on grant.RequestId equals request.Id
        join target in db.Targets on grant.TargetId equals target.Id
        select new Held { Grant = grant, Request = request, Target = target.Key };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for what is barred of integration {Integration} failed: {Error}")]
    private partial void BarFailed(Guid integration, string error);
}
