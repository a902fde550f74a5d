using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>
/// Keeps the newest checkpoint in a file outside the database, so that a log whose tail was cut together with its
/// checkpoints, or that was put back to an older copy, is found all the same.
/// </summary>
public sealed class CheckpointWitness(string dataFolder)
{
    private readonly string file = Path.Combine(dataFolder, "newest-checkpoint.jws");

    /// <summary>The checkpoint on file, if there is one.</summary>
    public string? Read() => File.Exists(file) ? File.ReadAllText(file).Trim() : null;

    /// <summary>Replaces the file, unless it tells of a larger tree.</summary>
    public async Task KeepAsync(long size, string jws, CancellationToken cancellation)
    {
        if (Read() is { } kept && Checkpoint.Claim(kept)?.TreeSize > size)
            return;
        var draft = $"{file}.{Guid.NewGuid():n}";
        await File.WriteAllTextAsync(draft, jws + "\n", cancellation);
        File.Move(draft, file, overwrite: true);
    }
}
