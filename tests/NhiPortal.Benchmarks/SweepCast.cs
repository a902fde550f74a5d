using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Access;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Unattended;

namespace NhiPortal.Benchmarks;

/// <summary>Who is there while the sweep runs: whoever set its policy, whoever lets go what the brake stopped, and an owner who approves.</summary>
internal sealed record SweepCast(Actor Staff, Actor Second, Actor Owner, IntegrationId Asking, string Target, string Action)
{
    /// <summary>Makes so many confirmations overdue, all others due much later, and switches the kind on with the brake it comes with.</summary>
    public static async Task<SweepCast> PrepareAsync(PortalDb db, ServiceProvider services, TimeProvider time, int overdue)
    {
        var now = time.GetUtcNow();
        var (due, later) = (now.AddDays(-3), now.AddDays(80));
        var ids = await db.Ownerships.Where(o => o.ClosedAt == null && o.AcceptedAt != null && o.Role == OwnerRole.BusinessOwner && db.Integrations.Any(i => o.IntegrationId == i.Id && i.Status == IntegrationStatus.Active)
            && db.People.Any(p => p.Id == o.PersonId && p.Status == PersonStatus.Active)).OrderBy(o => o.Id).Select(o => o.Id).Take(overdue).ToListAsync();
        if (ids.Count < overdue)
            throw new InvalidOperationException($"Only {ids.Count} integrations have an owner who could confirm.");
        await db.Ownerships.ExecuteUpdateAsync(set => set.SetProperty(o => o.AttestationDue, later));
        foreach (var some in ids.Chunk(500))
            await db.Ownerships.Where(o => EF.Parameter(some).Contains(o.Id)).ExecuteUpdateAsync(set => set.SetProperty(o => o.AttestationDue, due));
        // The demo's own ladders are another story.
        await db.UnattendedPolicies.ExecuteDeleteAsync();
        await db.Set<RevocationItem>().ExecuteDeleteAsync();
        await db.Set<RevocationStep>().ExecuteDeleteAsync();
        await db.Revocations.ExecuteDeleteAsync();
        var staff = await db.People.Where(p => p.Status == PersonStatus.Active && !db.Ownerships.Any(o => o.PersonId == p.Id)).OrderBy(p => p.Id).Take(2).ToListAsync();
        var (first, second) = (As(staff[0].Id, Role.Administrator), As(staff[1].Id, Role.Administrator));
        var plan = LadderPlan.Default(UnattendedKind.AttestationOverdue) with { After = 0, Escalate = null, Freeze = null, Announce = 1, Suspend = 1, Revoke = 1 };
        var set = await services.GetRequiredService<SetUnattendedPolicy>().RunAsync(first, UnattendedKind.AttestationOverdue, new(true, DateOnly.FromDateTime(now.UtcDateTime).AddDays(1), plan), "measured", default);
        if (!set.Succeeded)
            throw new InvalidOperationException(set.Refusal.Sentence);
        var quiet = db.Integrations.Where(i => i.Status == IntegrationStatus.Active && !db.Ownerships.Any(o => o.IntegrationId == i.Id && o.AttestationDue == due)).Select(i => i.Id);
        foreach (var path in await db.Paths.AsNoTracking().Where(p => p.RemovedAt == null && p.ResourcePattern == "*" && quiet.Contains(p.IntegrationId)).OrderBy(p => p.Id).Take(500).ToListAsync())
        {
            var target = await db.Targets.Where(t => t.Id == path.TargetId).Select(t => t.Key).SingleAsync();
            var facts = (await db.AccessFactsAsync(path.IntegrationId, now, default))!;
            if (facts.Targets[target] is not { SystemOwner: { } owner } on || on.Actions[path.ActionName] is not { Rule.Stages: [{ Role: OwnerRole.SystemOwner, Quorum: 1 }], Risk: not RiskLevel.Critical })
                continue;
            var cast = new SweepCast(first, second, As(owner.Person), path.IntegrationId, target, path.ActionName);
            if (await db.Workloads.AnyAsync(w => w.IntegrationId == path.IntegrationId && w.RetiredAt == null)
                && (await services.GetRequiredService<DecideRequest>().RunAsync(cast.Owner, (await cast.AskAsync(db, now, 1))[0], Yes, default)).Succeeded)
                return cast;
        }

        throw new InvalidOperationException("No owner could approve anything.");
    }

    public static OwnerAnswer Yes => new(Verdict.Approve, null, "Fine.");

    /// <summary>Enters requests that wait for the owner, each for another thing.</summary>
    public async Task<IReadOnlyList<RequestId>> AskAsync(PortalDb db, DateTimeOffset now, int count)
    {
        var facts = (await db.AccessFactsAsync(Asking, now, default))!;
        var workload = await db.Workloads.Where(w => w.IntegrationId == Asking && w.RetiredAt == null).Select(w => w.Id).FirstAsync();
        var policy = await db.Policies.MaxAsync(p => p.Number);
        var (on, path) = (facts.Targets[Target], facts.Targets[Target].Actions[Action]);
        var requests = Enumerable.Range(0, count).Select(_ => AccessRequest.Ask(new AskedFor
        {
            Tenant = facts.Tenant, Integration = Asking, Workload = workload, Target = on.Id, Risk = path.Risk, Justification = "Measured.", Ticket = "CHG-1", PolicyVersion = policy,
            Call = Call(path), Parameters = Encoding.UTF8.GetString(CanonicalJson.ToBytes(JsonSerializer.SerializeToUtf8Bytes(Call(path).Parameters))),
            Rule = path.Rule!, Minutes = Math.Min(30, path.Rule!.LongestGrantMinutes), Basis = facts.BasisOf(on, path),
        }, now)).ToList();
        db.Requests.AddRange(requests);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        return requests.ConvertAll(request => request.Id);
    }

    private ActionCall Call(PathFact path) => new(Action, Target, path.ResourceType, $"measured-{Interlocked.Increment(ref number)}", path.MeaningfulFields.ToDictionary(field => field, field => JsonSerializer.SerializeToElement(field)));

    private static int number;

    private static Actor As(PersonId person, params Role[] roles) => new() { Kind = ActorKind.Person, Id = person.Value, Name = "measured", Tenants = roles.Length > 0 ? null : new HashSet<TenantId>(), Roles = roles.ToHashSet() };
}
