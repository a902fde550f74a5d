using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Credentials;

/// <summary>One page of credentials, how many of all a person sees are overdue or due, and what the filters can offer.</summary>
public sealed record CredentialPageRows(IReadOnlyList<CredentialRow> Rows, int Total, int Due, int Overdue, IReadOnlyList<string> Targets, DateTimeOffset Now);

/// <summary>Reads one page of the credentials a person may see: which they are first, then everything else for these alone.</summary>
public sealed class CredentialListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int MostTargets = 100;

    public async Task<CredentialPageRows> RunAsync(Actor actor, CredentialFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var (page, total) = (new List<CredentialId>(take), 0);
        foreach (var stretch in filter.Stretches(filter.Apply(db, actor, now)))
        {
            var count = await stretch.CountAsync(cancellation);
            var before = Math.Max(0, skip - total);
            total += count;
            if (page.Count < take && before < count)
                page.AddRange(await stretch.Select(c => c.Id).Skip(before).Take(take - page.Count).ToListAsync(cancellation));
        }

        var rows = await CredentialRow.Of(db, db.Credentials.AsNoTracking().Where(c => page.Contains(c.Id))).ToDictionaryAsync(row => row.Id, cancellation);
        var due = await new CredentialFilter { Show = "due" }.Apply(db, actor, now).CountAsync(cancellation);
        var overdue = await new CredentialFilter { Show = "overdue" }.Apply(db, actor, now).CountAsync(cancellation);
        var targets = await db.Targets.AsNoTracking().To(actor, db).OrderBy(t => t.Key).Select(t => t.Key).Take(MostTargets).ToListAsync(cancellation);
        return new([.. page.Where(rows.ContainsKey).Select(id => rows[id])], total, due, overdue, targets, now);
    }
}
