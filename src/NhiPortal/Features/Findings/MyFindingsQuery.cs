using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Findings;

/// <summary>What a person is to put right, the first due at the top, and how many findings are open in all they may see by role.</summary>
public sealed record MyFindings(IReadOnlyList<FindingRow> Rows, int Open, int Overdue)
{
    public static readonly MyFindings None = new([], 0, 0);
}

/// <summary>Reads the findings that wait for one person.</summary>
public sealed class MyFindingsQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 50;

    public async Task<MyFindings> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Person is not { } person)
            return MyFindings.None;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var open = db.Findings.AsNoTracking().To(actor, db).Where(f => f.Status == FindingStatus.Open);
        var mine = open.Where(f => f.AssigneeId == person || (f.AssigneeId == null && f.FixerId == person)).OrderBy(f => f.DueAt).ThenBy(f => f.Id).Take(Most);
        var now = time.GetUtcNow();
        var counts = Permissions.Allows(actor, Permission.SeeTenant);
        return new(
            await FindingRow.Of(db, mine).ToListAsync(cancellation), counts ? await open.CountAsync(cancellation) : 0, counts ? await open.CountAsync(f => f.DueAt <= now, cancellation) : 0);
    }
}
