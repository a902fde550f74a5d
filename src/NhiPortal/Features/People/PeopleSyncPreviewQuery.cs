using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.SignIn;

namespace NhiPortal.Features.People;

/// <summary>What a sync would change, and what would keep it from doing so.</summary>
public sealed record SyncPreview(PeoplePlan Plan, Refusal? Suspicion)
{
    public const int MostLines = PeopleSync.MostLines;

    public IReadOnlyList<SyncLine> Lines { get; } = [.. Plan.Told.Take(MostLines)];

    public int MoreLines => Math.Max(0, Plan.Told.Count - MostLines);
}

/// <summary>A dry run: reads the directory or an uploaded file and compares, and writes nothing.</summary>
public sealed class PeopleSyncPreviewQuery(PeopleReading reading)
{
    public async Task<Result<SyncPreview>> RunAsync(Actor actor, byte[]? file, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        if (Permissions.Check(actor, Permission.Administer) is { } refused)
            return refused;
        var read = await reading.ReadAsync(file, progress, cancellation);
        return read.Succeeded ? new SyncPreview(read.Value.Plan, reading.Suspicion(read.Value.Plan)) : read.Refusal;
    }
}
