using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>
/// Signs the tree's size and root once enough was added or enough time has passed. Repeats safely and on several
/// instances at once: a size is signed once.
/// </summary>
public sealed class SignCheckpoint(IDbContextFactory<PortalDb> databases, SigningKeys keys, CheckpointWitness witness, AuditSettings settings, TimeProvider time)
{
    private const long Growth = 10_000;
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(60);

    /// <param name="evenIfYoung">Signs whatever has grown, as at a clean shutdown.</param>
    /// <param name="cancellation">Stops before the checkpoint is saved.</param>
    /// <returns>Whether a checkpoint was signed.</returns>
    public async Task<bool> RunAsync(bool evenIfYoung, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var state = await db.LogStates.AsNoTracking().SingleAsync(cancellation);
        var last = await db.Checkpoints.AsNoTracking().OrderByDescending(c => c.Size).Select(c => new { c.Size, c.SignedAt }).FirstOrDefaultAsync(cancellation);
        var growth = state.Size - (last?.Size ?? 0);
        if (growth <= 0 || !(evenIfYoung || last is null || growth >= Growth || now - last.SignedAt >= Age))
            return false;

        var statement = Checkpoint.Of(settings.LogName, MerkleFrontier.Parse(state.Frontier), now);
        var jws = keys.Sign(statement);
        db.Checkpoints.Add(new LogCheckpoint { Size = statement.TreeSize, Root = statement.Root.ToArray(), SignedAt = now, Jws = jws });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            await using var fresh = await databases.CreateDbContextAsync(cancellation);
            if (await fresh.Checkpoints.AnyAsync(c => c.Size == statement.TreeSize, cancellation))
                return false;
            throw;
        }

        await witness.KeepAsync(statement.TreeSize, jws, cancellation);
        return true;
    }
}
