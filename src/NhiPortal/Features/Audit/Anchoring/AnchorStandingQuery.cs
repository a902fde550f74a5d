using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit.Anchoring;

/// <summary>One place as it stands: how far the log is kept there, since when, and what keeps it from more.</summary>
public sealed record AnchorLine(AnchorPlace Place, long Size, DateTimeOffset? At, DateTimeOffset? FailingSince, string? Trouble);

/// <summary>Reads where the log's checkpoints are kept, for whom may read the log; nothing for everybody else.</summary>
public sealed class AnchorStandingQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<IReadOnlyList<AnchorLine>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var lines = new List<AnchorLine>();
        foreach (var standing in await db.AnchorStandings.AsNoTracking().OrderBy(s => s.Place).ToListAsync(cancellation))
        {
            var place = standing.Place;
            var last = await db.LogAnchors.AsNoTracking().Where(a => a.Place == place).OrderByDescending(a => a.Size).Select(a => new { a.Size, a.At }).FirstOrDefaultAsync(cancellation);
            lines.Add(new(place, last?.Size ?? 0, last?.At, standing.FailingSince, standing.Trouble));
        }

        return lines;
    }
}
