using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Executions;

namespace NhiPortal.Features.Rotations;

/// <summary>
/// Takes the rotations that the portal carries out itself one step further, as far as is due. A step counts when the target
/// was seen to let in or to refuse; whatever else happens is tried again, and told when it takes too long. A secret lives
/// in this program's memory between the target and the vault, and is made anew where that memory was lost.
/// </summary>
public sealed partial class RotateDue(UnitOfWork work, IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, ConfiguredVaults vaults, TimeProvider time, ILogger<RotateDue> log)
{
    public static readonly Actor Rotator = Actor.Rule("rotate");
    private const int AtOnce = 4, Batch = 100, MostSteps = 6;

    // Less than the claim, so that nobody else begins while this is still at it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <returns>How many steps were tried.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var made = 0;
        // One lane for each target: one that hangs keeps nobody else waiting.
        await Parallel.ForEachAsync((await DueAsync(cancellation)).GroupBy(row => row.Target), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (lane, stopping) =>
        {
            foreach (var (id, _) in lane)
                Interlocked.Add(ref made, await TryAsync(id, stopping));
        });
        return made;
    }

    private async Task<IEnumerable<(RotationId Id, TargetId? Target)>> DueAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return (await db.Rotations.Where(r => r.EndedAt == null && r.DueAt <= now && r.ClaimedUntil <= now).OrderBy(r => r.DueAt).Take(Batch)
            .Select(r => new { r.Id, r.TargetId }).ToListAsync(cancellation)).Select(row => (row.Id, row.TargetId));
    }

    /// <summary>What goes wrong with one keeps up no other: it is let go with its claim, and looked at again.</summary>
    private async Task<int> TryAsync(RotationId id, CancellationToken cancellation)
    {
        var steps = 0;
        try
        {
            // One after the other while they are due: nobody waits for the next round.
            while (steps < MostSteps && await OneAsync(id, cancellation))
                steps++;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            StepFailed(id.Value, error.GetType().Name);
        }

        return steps;
    }

    private async Task<bool> OneAsync(RotationId id, CancellationToken cancellation)
    {
        var taken = await work.RunAsync<RotationErrand?>(Rotator, "rotation.take", async run => Result.Ok(await run.TakeAsync(id, cancellation)), cancellation);
        if (taken.Value is not { } errand)
            return false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            await StepAsync(errand, limit.Token, cancellation);
            return true;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            var retryable = error is ConnectorFault { Retryable: true } or OperationCanceledException;
            await work.RunAsync<Done>(Rotator, "rotation.report", async run => errand.Withdraws
                ? await run.WithdrawFailedAsync(errand, FaultWords.Of(error), retryable, cancellation) : await run.TryFailedAsync(errand, FaultWords.Of(error), retryable, cancellation), cancellation);
            return false;
        }
    }

    private async Task StepAsync(RotationErrand errand, CancellationToken limit, CancellationToken cancellation)
    {
        if (errand.Step == RotationStep.Closed)
        {
            await work.RunAsync<Done>(Rotator, "rotation.close", async run => await run.CloseTakenAsync(errand, cancellation), cancellation);
            return;
        }

        if (connectors.KindOf(errand.Target) is null || connectors.Open(errand.Target) is not IRotatingConnector connector)
            throw new ConnectorFault($"No connector in the settings can renew secrets on {errand.Target} any more.", false);
        var there = new RotationThere(connector, vaults, errand, time);
        if (errand.Withdraws)
        {
            var evidence = await there.WithdrawAsync(limit);
            await work.RunAsync<Done>(Rotator, "rotation.withdraw", run => run.WithdrawnAsync(errand, evidence, cancellation), cancellation);
            return;
        }

        switch (errand.Step)
        {
            case RotationStep.Staged or RotationStep.NewVerified:
                await there.PrepareAsync(() => work.RunAsync<Done>(Rotator, "rotation.touch", run => run.TouchAsync(errand, cancellation), cancellation), limit);
                var made = await there.MakeAsync(limit);
                if (errand.Step == RotationStep.Staged)
                    await ReachAsync(errand, RotationStep.Staged, there.Made, made, cancellation);
                await ReachAsync(errand, RotationStep.NewVerified, await there.VerifyAsync(made, limit), errand.Step == RotationStep.Staged ? null : made, cancellation);
                break;
            case RotationStep.Switched:
                await ReachAsync(errand, RotationStep.Switched, await there.SwitchedAsync(limit), null, cancellation);
                break;
            default:
                await ReachAsync(errand, RotationStep.OldDead, await there.KillAsync(limit), null, cancellation);
                break;
        }
    }

    private async Task ReachAsync(RotationErrand errand, RotationStep step, string evidence, MadeSecret? made, CancellationToken cancellation)
    {
        var reached = await work.RunAsync<Done>(Rotator, "rotation.report", run => run.ReachTakenAsync(errand, step, evidence, made, cancellation), cancellation);
        if (!reached.Succeeded)
            throw new ConnectorFault(reached.Refusal.Sentence, false);
    }

    // The kind alone: what goes wrong on the way may name accounts.
    [LoggerMessage(Level = LogLevel.Warning, Message = "A step of rotation {Rotation} failed: {Error}")]
    private partial void StepFailed(Guid rotation, string error);
}
