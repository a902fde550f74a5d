using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Discovery;

namespace NhiPortal.Features.Rotations;

/// <summary>
/// Begins rotations through their target on their day, where the schedule says so and nothing speaks against it: what the
/// register or the target shows would break is left to the owner, with the reason. Only the commit begins anything, and a
/// credential has one open rotation at most, so that neither a second instance nor a crash makes two or none.
/// </summary>
public sealed partial class StartDueRotations(UnitOfWork work, IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, ConfiguredVaults vaults, TimeProvider time, ILogger<StartDueRotations> log)
{
    private const int AtOnce = 4, Batch = 100;
    private static readonly Actor Starter = Actor.Rule("start rotations");

    /// <returns>How many were begun.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var begun = 0;
        // One lane for each target: one that hangs keeps nobody else waiting.
        await Parallel.ForEachAsync((await DueAsync(cancellation)).GroupBy(row => row.Target), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (lane, stopping) =>
        {
            foreach (var (id, _) in lane)
                if (await TryAsync(id, stopping))
                    Interlocked.Increment(ref begun);
        });
        return begun;
    }

    private async Task<IEnumerable<(CredentialId Id, TargetId? Target)>> DueAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return (await db.Credentials.Where(c => c.StartsItself && c.DueAt <= now && c.LookAgainAt <= now && c.Status == CredentialStatus.Active && !db.Rotations.Any(r => r.CredentialId == c.Id && r.EndedAt == null))
            .OrderBy(c => c.DueAt).Take(Batch).Select(c => new { c.Id, c.TargetId }).ToListAsync(cancellation)).Select(row => (row.Id, row.TargetId));
    }

    /// <summary>What goes wrong with one keeps up no other; it is looked at again in the next round.</summary>
    private async Task<bool> TryAsync(CredentialId id, CancellationToken cancellation)
    {
        try
        {
            return await OneAsync(id, cancellation);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            NotLookedAt(id.Value, error.GetType().Name);
            return false;
        }
    }

    private async Task<bool> OneAsync(CredentialId id, CancellationToken cancellation)
    {
        StartOutlook outlook;
        await using (var db = await databases.CreateDbContextAsync(cancellation))
            outlook = await db.OutlookAsync(await db.Credentials.AsNoTracking().SingleAsync(c => c.Id == id, cancellation), time.GetUtcNow(), cancellation);
        // The target is asked outside of any transaction, and only where nothing here speaks against it.
        var seen = outlook.Hindrance is null ? await connectors.RehearseAsync(vaults, outlook.KeptIn, outlook.Target?.Key, outlook.Account!, cancellation) : null;
        return (await work.RunAsync<bool>(Starter, "rotation.begin_due", async run => await run.BeginDueAsync(id, seen, (connectors, vaults), cancellation), cancellation)).Value;
    }

    // The kind alone: what goes wrong on the way may name accounts.
    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether to begin the rotation of credential {Credential} could not be judged: {Error}")]
    private partial void NotLookedAt(Guid credential, string error);
}
