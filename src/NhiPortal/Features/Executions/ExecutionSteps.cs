using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Executions;

/// <summary>One execution in hand: what is to become so, and how the target tells a repetition.</summary>
internal sealed record Errand(ExecutionId Id, string Target, ExecutionState State, TargetChange Change, bool LooksOnly, bool Sent)
{
    public string Key => $"{Id}-{State}";
}

/// <summary>What an errand brought back.</summary>
internal sealed record Brought(TargetState? Shown, string? Fault, bool Retryable, Refusal? Impossible = null);

/// <summary>The steps of carrying out, each a transaction of its own around what happens on the target.</summary>
internal static class ExecutionSteps
{
    /// <summary>Takes an execution for this instance alone; null when another has it, or nothing is to be done on the target.</summary>
    public static async Task<Errand?> TakeAsync(this Work run, ExecutionId id, CancellationToken cancellation)
    {
        var execution = await run.Db.Executions.Include(e => e.Attempts).SingleAsync(e => e.Id == id, cancellation);
        if (execution.IsOver || execution.IsClaimed(run.Now) || !await run.FreeAsync(execution, cancellation))
            return null;
        var grant = await run.Db.Grants.AsNoTracking().SingleAsync(g => g.Id == execution.GrantId, cancellation);
        var target = await run.Db.Targets.AsNoTracking().Where(t => t.Id == execution.TargetId).SingleAsync(cancellation);
        if (!grant.LiveAt(run.Now) && execution.State is ExecutionState.Applying or ExecutionState.Applied)
        {
            execution.BeginEnd(await run.OthersAsync(execution, cancellation), run.Now);
            if (execution.IsOver)
                await run.TellAsync(execution, "execution.ended", execution.State == ExecutionState.NotDone ? "Nothing was done" : "What was done stays, or another grant keeps it,", cancellation);
        }

        if (execution.State is not (ExecutionState.Applying or ExecutionState.Reverting) || execution.DueAt > run.Now)
            return null;
        if (execution.State == ExecutionState.Applying && await run.WhyShutAsync(execution, target.Key, cancellation) is { } shut)
        {
            execution.HoldBack(shut.Sentence, run.Now);
            return null;
        }

        // Of two grants on one account, the one that is over is done with first.
        if (execution.State == ExecutionState.Applying && await run.IsTakenBackAsync(execution, cancellation))
        {
            execution.HoldBack("What an earlier grant gave this account is taken back first.", run.Now);
            return null;
        }

        // Taking back never asks whether it may.
        execution.Take(run.Now);
        return new(id, target.Key, execution.State, execution.Next!, execution.LooksOnly, execution.Sent);
    }

    /// <summary>Keeps what was before; false when meanwhile nothing may be begun any more, or it is not what was approved.</summary>
    public static async Task<bool> RememberAsync(this Work run, Errand errand, TargetState before, bool sends, CancellationToken cancellation)
    {
        var execution = await run.Db.Executions.Include(e => e.Attempts).SingleAsync(e => e.Id == errand.Id, cancellation);
        if (execution.State != errand.State)
            return false;
        if (execution.State == ExecutionState.Applying)
        {
            // Looking may have taken minutes.
            var grant = await run.Db.Grants.AsNoTracking().SingleAsync(g => g.Id == execution.GrantId, cancellation);
            var shut = await run.WhyShutAsync(execution, errand.Target, cancellation);
            if (shut is not null)
                execution.HoldBack(shut.Sentence, run.Now);
            if (shut is not null || !grant.LiveAt(run.Now))
            {
                execution.Release();
                return false;
            }

            if (await run.ReturnDriftedAsync(execution, errand.Change, before, cancellation))
            {
                await run.TellAsync(execution, "execution.not_done", "The portal did not carry it out:", cancellation);
                return false;
            }
        }

        execution.Remember(before, errand.Change, sends);
        return true;
    }

    public static async Task ReportAsync(this Work run, Errand errand, Brought brought, CancellationToken cancellation)
    {
        var execution = await run.Db.Executions.Include(e => e.Attempts).SingleAsync(e => e.Id == errand.Id, cancellation);
        // Whoever was slower than their claim has nothing to say any more: another looks for itself.
        if (execution.IsOver || execution.State != errand.State)
            return;
        if (brought.Impossible is { } impossible)
            execution.Impossible(impossible, brought.Shown, run.Now);
        else
            execution.Report(brought.Shown, brought.Fault, brought.Retryable, run.Now);
        var (kind, what) = execution.State switch
        {
            ExecutionState.Applied => ("execution.applied", "The portal carried it out, and the target shows it:"),
            ExecutionState.Reverted => ("execution.reverted", "The portal took it back, and the target shows it:"),
            ExecutionState.NotDone => ("execution.not_done", "The portal did not carry it out:"),
            ExecutionState.Finished => ("execution.ended", "What was done stays:"),
            ExecutionState.Reverting when execution.LooksOnly => ("execution.failed", "The grant is over, and whether it was carried out is not known yet:"),
            ExecutionState.Reverting => ("execution.failed", "Taking back is not confirmed yet:"),
            _ => ("execution.failed", "Carrying out is not confirmed yet:"),
        };
        await run.TellAsync(execution, kind, what, cancellation);
    }

    private static async Task TellAsync(this Work run, Execution execution, string kind, string what, CancellationToken cancellation)
    {
        var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == execution.IntegrationId, cancellation);
        var target = await run.Db.Targets.AsNoTracking().SingleAsync(t => t.Id == execution.TargetId, cancellation);
        var state = execution.Trouble ?? (execution.After is { } after ? $"{execution.Change.Account} is now {after.Words(execution.Change)}" : "the target was not asked");
        run.Record(execution.Note(Work.Thing(integration), Work.Thing(target), kind, $"{what} {state.TrimEnd('.')} ({target.Key}, for {integration.Key})."));
    }

    /// <summary>False while somebody works on the same account; whoever died at it is let go.</summary>
    private static async Task<bool> FreeAsync(this Work run, Execution execution, CancellationToken cancellation)
    {
        var holder = await run.Db.Executions.SingleOrDefaultAsync(e => e.ClaimedSubject == execution.Subject && e.Id != execution.Id, cancellation);
        if (holder?.IsClaimed(run.Now) == true)
            return false;
        holder?.Release();
        if (holder is not null)
            await run.SaveStepAsync(cancellation);
        return true;
    }

    private static Task<bool> IsTakenBackAsync(this Work run, Execution execution, CancellationToken cancellation) =>
        run.Db.Executions.AnyAsync(e => e.TargetId == execution.TargetId && e.Subject == execution.Subject && e.Id != execution.Id && e.State == ExecutionState.Reverting, cancellation);

    /// <summary>Live grants' executions on the same account that have looked at the target already.</summary>
    private static async Task<List<Execution>> OthersAsync(this Work run, Execution execution, CancellationToken cancellation) =>
        [.. (await (from other in run.Db.Executions
                    where other.TargetId == execution.TargetId && other.Subject == execution.Subject && other.Id != execution.Id && (other.State == ExecutionState.Applying || other.State == ExecutionState.Applied)
                    join grant in run.Db.Grants on other.GrantId equals grant.Id
                    select new { Other = other, Grant = grant }).ToListAsync(cancellation)).Where(row => row.Other.Before is not null && row.Grant.LiveAt(run.Now)).Select(row => row.Other)];

    private static async Task<Refusal?> WhyShutAsync(this Work run, Execution execution, string target, CancellationToken cancellation)
    {
        var request = await run.Db.Requests.AsNoTracking().SingleAsync(r => r.Id == execution.RequestId, cancellation);
        var facts = (await run.Db.AccessFactsAsync(execution.IntegrationId, run.Now, cancellation))!;
        // A grant whose facts have changed is on its way back to its owners; nothing begins on it meanwhile.
        return facts.Grants.Any(grant => grant.Id == execution.GrantId && grant.Drifted)
            ? new("facts_changed", "What the approval rests on has changed, so it is decided again.")
            : AccessJudge.WhyNotRequestable(facts, RequestedCall.Of(request, target), run.Now);
    }
}
