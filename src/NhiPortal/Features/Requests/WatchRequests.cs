using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>
/// Looks at what waits for people: notes where nobody may decide, and escalates what nobody answers. It tells and records;
/// it approves nothing and makes nobody eligible. Repeats safely and on several instances at once.
/// </summary>
public sealed class WatchRequests(UnitOfWork work, IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Batch = 20, Portion = 200;

    /// <returns>How many things were noted or told.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (told, now) = (0, time.GetUtcNow());
        await db.TouchAsync(now, cancellation);
        while (await db.DueAsync(now, Portion, cancellation) is { Count: > 0 } due)
        {
            foreach (var some in due.Chunk(Batch))
            {
                var (differ, looks) = await LookAsync(some, cancellation);
                if (differ)
                    told += (await work.RunAsync<int>(Actor.Rule("watch requests"), "request.watch", async run => await WatchAsync(run, some, cancellation), cancellation)).Value;
                await db.PostponeAsync(looks, now, cancellation);
            }

            if (due.Count < Portion)
                break;
        }

        return told;
    }

    /// <summary>Looks before it takes the writer's place: most of the time nothing is new. Says when each is worth the next look.</summary>
    private async Task<(bool Differ, ILookup<DateTimeOffset, RequestId> Looks)> LookAsync(RequestId[] ids, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var requests = await Waiting(db, ids).AsNoTracking().ToListAsync(cancellation);
        var (deciders, timers) = (await db.DecidersAsync(requests, now, cancellation), await TimersAsync(db, requests, cancellation));
        var differ = requests.ConvertAll(request => request.NoteUnanswerable(deciders.Of(request, request.Stages), now) | (timers(request) is { } timer && request.Escalate(timer, _ => [], now).Count > 0)).Contains(true);
        return (differ, requests.ToLookup(request => request.NextLook(timers(request), now), request => request.Id));
    }

    private static async Task<int> WatchAsync(Work run, RequestId[] ids, CancellationToken cancellation)
    {
        var requests = await Waiting(run.Db, ids).ToListAsync(cancellation);
        var (integrations, targets) = (requests.ConvertAll(r => r.IntegrationId), requests.ConvertAll(r => r.TargetId));
        var asking = await run.Db.Integrations.AsNoTracking().Where(i => integrations.Contains(i.Id)).ToDictionaryAsync(i => i.Id, Work.Thing, cancellation);
        var systems = await run.Db.Targets.AsNoTracking().Where(t => targets.Contains(t.Id)).ToDictionaryAsync(t => t.Id, Work.Thing, cancellation);
        var (deciders, timers) = (await run.Db.DecidersAsync(requests, run.Now, cancellation), await TimersAsync(run.Db, requests, cancellation));
        var people = await run.Db.EscalationPeopleAsync(deciders, run.Now, cancellation);
        var told = 0;
        foreach (var request in requests)
        {
            var (from, on) = (asking[request.IntegrationId], systems[request.TargetId]);
            AuditNote Note(string kind, string sentence) => new(kind, sentence) { Tenant = request.TenantId, Integration = from, Target = on, Request = request.Id };
            var what = $"what {from.Key} asked for on {on.Key} ({request.ActionName})";
            if (request.NoteUnanswerable(deciders.Of(request, request.Stages), run.Now))
            {
                told++;
                run.Record(request.Unanswerable.Count == 0
                    ? Note("request.answerable", $"Somebody may decide {what} again.")
                    : Note("request.unanswerable", $"Nobody may decide {what} as {string.Join(" or ", request.Unanswerable.Select(role => role.InSentence()))}."));
            }

            foreach (var step in timers(request) is { } timer ? request.Escalate(timer, stage => people.Of(request, stage), run.Now) : [])
            {
                told++;
                var role = request.Stages.Find(stage => stage.Number == step.Stage)!.Role;
                run.Record(Note("request.escalated", $"The {role.InSentence()} has not answered {what} for {RequestWords.Minutes(step.WaitedMinutes)}. Told: {EscalationWords.Told(step.Step, step.To, people.Name)}.") with
                {
                    Person = step.To is [var only] ? new AuditThing(only.Person.Value, people.Name(only.Person)) : null,
                    Facts = new Dictionary<string, string?>
                    {
                        ["step"] = step.Step.ToString(),
                        ["role"] = role.Token(),
                        ["to"] = string.Join("; ", step.To.Select(person => $"{people.Name(person.Person)} ({person.As})")),
                        ["waited_minutes"] = step.WaitedMinutes.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        ["policy"] = $"version {request.PolicyVersion}, rule {request.PolicyRule}",
                    },
                });
            }
        }

        return told;
    }

    private static IQueryable<AccessRequest> Waiting(PortalDb db, RequestId[] ids) =>
        db.Requests.Include(r => r.Stages).Include(r => r.Decisions).Include(r => r.Escalations).AsSplitQuery().Where(r => ids.Contains(r.Id)).OrderBy(r => r.Id);

    /// <summary>The timer of the rule each was asked under; a later policy cannot reach back.</summary>
    private static async Task<Func<AccessRequest, EscalationTimer?>> TimersAsync(PortalDb db, List<AccessRequest> requests, CancellationToken cancellation)
    {
        var versions = requests.Select(request => request.PolicyVersion).Distinct().ToList();
        var rules = (await db.Policies.AsNoTracking().Where(p => versions.Contains(p.Number)).Select(p => new { p.Number, p.Rules }).ToListAsync(cancellation))
            .ToDictionary(version => version.Number, version => version.Rules);
        return request => EscalationTimer.Of(rules.GetValueOrDefault(request.PolicyVersion)?.FirstOrDefault(rule => rule.Name == request.PolicyRule));
    }
}
