using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Unattended.Sources;

namespace NhiPortal.Features.Unattended;

/// <summary>Takes some followed things one step on, in one transaction, by what is true inside it.</summary>
internal static class Climbing
{
    /// <summary>Begins to follow what is not followed yet.</summary>
    public static async Task<int> FollowAsync(this Work run, UnattendedPolicy policy, IReadOnlyList<UnattendedFact> facts, CancellationToken cancellation)
    {
        var subjects = facts.Select(fact => fact.Thing.Subject).ToList();
        var known = await run.Db.Revocations.Where(r => subjects.Contains(r.Subject) && r.EndedAt == null).Select(r => r.Subject).ToListAsync(cancellation);
        var fresh = facts.Where(fact => !known.Contains(fact.Thing.Subject)).ToList();
        var reports = policy.ReportsOnly(run.Now);
        var paused = await run.Db.StandstillsAsync(run.Now, cancellation);
        var added = fresh.ConvertAll(fact => Revocation.Find(fact.Thing, fact.Since, fact.Words, reports, run.Now));
        run.Db.Revocations.AddRange(added);
        var things = await run.ThingsAsync(added, cancellation);
        foreach (var revocation in added)
        {
            run.Record(things.Note(revocation, "revocation.found", $"{revocation.Label}: {revocation.Why}{(reports ? " The policy only reports; nothing begins." : "")}"));
            if (!reports && !paused[revocation.TenantId].Any(still => still.Paused))
                await run.StepAsync(revocation, policy.Plan, LadderStep.Remind, null, null, things, cancellation);
        }

        return added.Count;
    }

    /// <returns>How many moved.</returns>
    public static async Task<int> ClimbAsync(this Work run, UnattendedPolicy policy, IReadOnlyList<Mover> movers, CancellationToken cancellation)
    {
        // Somebody may have turned it off, or made it stricter, since the sweep began.
        if (!await run.Db.UnattendedPolicies.AnyAsync(p => p.Kind == policy.Kind && p.Version == policy.Version, cancellation))
            return 0;
        var ids = movers.Select(mover => mover.Id).ToList();
        var rows = await run.Db.Revocations.Include(r => r.Steps).Include(r => r.Items).Where(r => ids.Contains(r.Id)).AsSplitQuery().ToListAsync(cancellation);
        var facts = await new UnattendedReading(run.Db, policy.Plan, run.Now, cancellation).FactsAsync(policy.Kind, [.. rows.Select(row => row.Key())]);
        var still = await run.Db.StandstillsAsync(run.Now, cancellation);
        var things = await run.ThingsAsync(rows, cancellation);
        var taking = movers.Any(mover => mover.Step > LadderStep.Announce) ? await run.TakingRowsAsync(rows, cancellation) : null;
        var room = new Dictionary<(TenantId, LadderStep), int>();
        var moved = 0;
        foreach (var (row, mover) in rows.Where(row => row.CanBeKept).Join(movers, row => row.Id, mover => mover.Id, (row, mover) => (row, mover)))
        {
            var fact = facts.GetValueOrDefault(row.Key());
            moved++;
            if (fact is { Attendance: Attendance.Attended } || mover.Discarded)
                await run.KeepAsync(row, mover.Discarded && fact is not { Attendance: Attendance.Attended } ? "Somebody looked at the stopped batch and let it go; its time begins anew." : fact!.Words, things, null, cancellation);
            else if (fact is not { Attendance: Attendance.Unattended })
                row.Wait(Unknown(fact), row.BatchId);
            else if (mover.Step is { } step && row.DueStep(policy.Plan, run.Now) == step && still[row.TenantId].All(s => !s.Paused && (step <= LadderStep.Announce || run.Now >= s.Until)) && (mover.LetGo || await run.HasRoomAsync(policy, row.TenantId, step, room, cancellation)))
                await run.StepAsync(row, policy.Plan, step, mover.LetGo ? mover.Batch : null, taking, things, cancellation);
            else
                row.Describe(fact.Thing.Owner, fact.Words);
        }

        return moved;
    }

    public static async Task<int> KeepAllAsync(this Work run, IReadOnlyList<RevocationId> ids, string words, CancellationToken cancellation)
    {
        var rows = await run.Db.Revocations.Include(r => r.Items).Where(r => ids.Contains(r.Id)).ToListAsync(cancellation);
        var things = await run.ThingsAsync(rows, cancellation);
        foreach (var row in rows.Where(row => row.CanBeKept))
            await run.KeepAsync(row, words, things, null, cancellation);
        return rows.Count;
    }

    /// <summary>What is kept gets back what was suspended for it.</summary>
    public static async Task KeepAsync(this Work run, Revocation row, string words, Things things, DateTimeOffset? until, CancellationToken cancellation)
    {
        await run.GiveBackAsync(row, things, cancellation);
        row.Keep(words, run.Actor.Person, until, run.Now);
        run.Record(things.Note(row, "revocation.cancelled", $"{row.Label} is kept: {words}"));
    }

    public static string Unknown(UnattendedFact? fact) => fact is { Attendance: Attendance.Held } ? fact.Words : $"Not known whether somebody attends, so nothing happens. {fact?.Words ?? "It could not be read."}";

    private static async Task StepAsync(this Work run, Revocation row, LadderPlan plan, LadderStep step, RevocationBatchId? released, TakingRows? taking, Things things, CancellationToken cancellation)
    {
        var words = step.Told(row, plan, run.Now);
        if (!row.Take(step, plan, released, words, run.Now).Succeeded)
            return;
        if (step > LadderStep.Announce)
            run.TakeAway(row, step, taking ?? await run.TakingRowsAsync([row], cancellation));
        run.Record(things.Note(row, step.Kind(), words));
    }

    /// <summary>Counted once more where it counts, so that two sweeps at once cannot pass the brake together.</summary>
    private static async Task<bool> HasRoomAsync(this Work run, UnattendedPolicy policy, TenantId tenant, LadderStep step, Dictionary<(TenantId, LadderStep), int> room, CancellationToken cancellation)
    {
        if (step < LadderStep.Announce)
            return true;
        if (!room.TryGetValue((tenant, step), out var left))
            left = (await run.Db.RoomAsync(policy, tenant, step, run.Now, cancellation)).Left;
        room[(tenant, step)] = left - 1;
        return left > 0;
    }
}

/// <summary>The names of what some revocations are about, for the record.</summary>
internal sealed record Things(IReadOnlyDictionary<IntegrationId, AuditThing> Integrations, IReadOnlyDictionary<TargetId, AuditThing> Targets)
{
    public AuditNote Note(Revocation row, string kind, string sentence) => new(kind, sentence)
    {
        Tenant = row.TenantId,
        Integration = row.IntegrationId is { } integration ? Integrations.GetValueOrDefault(integration) : null,
        Target = row.TargetId is { } target ? Targets.GetValueOrDefault(target) : null,
        Grant = row.GrantId,
        Facts = new Dictionary<string, string?>
        {
            ["revocation"] = row.Id.ToString(),
            ["kind"] = row.Kind.ToString(),
            ["subject"] = row.Subject,
            ["step"] = row.Step?.ToString(),
            ["batch"] = row.Steps.LastOrDefault()?.BatchId?.ToString(),
            ["revoke_on"] = row.RevokeOn?.ToString("o"),
            ["took"] = row.Items.Count == 0 ? null : string.Join("; ", row.Items.Take(20).Select(item => item.Label)),
        },
    };
}

internal static class ThingNames
{
    public static async Task<Things> ThingsAsync(this Work run, IReadOnlyList<Revocation> rows, CancellationToken cancellation)
    {
        var integrations = rows.Select(row => row.IntegrationId).OfType<IntegrationId>().Distinct().ToList();
        var targets = rows.Select(row => row.TargetId).OfType<TargetId>().Distinct().ToList();
        return new(
            await run.Db.Integrations.Where(i => integrations.Contains(i.Id)).Select(i => new { i.Id, i.Key }).ToDictionaryAsync(i => i.Id, i => new AuditThing(i.Id.Value, i.Key), cancellation),
            await run.Db.Targets.Where(t => targets.Contains(t.Id)).Select(t => new { t.Id, t.Key }).ToDictionaryAsync(t => t.Id, t => new AuditThing(t.Id.Value, t.Key), cancellation));
    }
}
