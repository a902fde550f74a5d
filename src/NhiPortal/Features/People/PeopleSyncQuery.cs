using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.SignIn;

namespace NhiPortal.Features.People;

/// <summary>One sync as it is shown; its lines name people, so administrators alone get them.</summary>
public sealed record SyncView
{
    public required Guid Id { get; init; }
    public required string Source { get; init; }
    public required SyncStatus Status { get; init; }
    public required DateTimeOffset EndedAt { get; init; }
    public required string StartedBy { get; init; }
    public required int Found { get; init; }
    public required int Created { get; init; }
    public required int Changed { get; init; }
    public required int Disabled { get; init; }
    public required int HaveLeft { get; init; }
    public required int Returned { get; init; }
    public required int Refused { get; init; }
    public required int Going { get; init; }
    public required string? Problem { get; init; }
    public IReadOnlyList<SyncLine> Lines { get; init; } = [];
    public int MoreLines { get; init; }

    public bool ChangedNobody => Created + Changed + Disabled + HaveLeft + Returned == 0;
}

/// <summary>The latest syncs, newest first, and whether a directory is configured.</summary>
public sealed record SyncHistory(bool Configured, bool TakesFiles, IReadOnlyList<SyncView> Syncs);

/// <summary>Reads how people were brought in step lately, for whoever may see all of a tenant.</summary>
public sealed class PeopleSyncQuery(IDbContextFactory<PortalDb> databases, PeopleSources sources)
{
    private const int Most = 20;

    public async Task<SyncHistory> RunAsync(Actor actor, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var syncs = db.PeopleSyncs.AsNoTracking().OrderByDescending(s => s.EndedAt).Take(Permissions.Allows(actor, Permission.SeeTenant) ? Most : 0);
        var views = await syncs.Select(s => new SyncView
        {
            Id = s.Id,
            Source = s.Source,
            Status = s.Status,
            EndedAt = s.EndedAt,
            StartedBy = s.StartedBy,
            Found = s.Found,
            Created = s.Created,
            Changed = s.Changed,
            Disabled = s.Disabled,
            HaveLeft = s.HaveLeft,
            Returned = s.Returned,
            Refused = s.Refused,
            Going = s.Going,
            Problem = s.Problem,
            MoreLines = s.MoreLines,
        }).ToListAsync(cancellation);
        if (views.Count > 0 && Permissions.Allows(actor, Permission.Administer))
            views[0] = views[0] with { Lines = await db.PeopleSyncs.AsNoTracking().Where(s => s.Id == views[0].Id).Select(s => s.Lines).SingleAsync(cancellation) };
        return new(sources.Configured, sources.TakesFiles, views);
    }
}
