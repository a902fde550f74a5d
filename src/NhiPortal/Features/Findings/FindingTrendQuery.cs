using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;

namespace NhiPortal.Features.Findings;

/// <summary>How many findings were open at the end of one day: of all, and of the two gravest severities.</summary>
public sealed record OpenOnDay(DateOnly Day, int All, int Grave);

/// <summary>Counts the findings open on each of the last days, from when each was opened and closed.</summary>
public sealed class FindingTrendQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public const int Days = 90;

    public async Task<IReadOnlyList<OpenOnDay>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber;
        var first = today - Days + 1;
        var spans = await db.Findings.AsNoTracking().To(actor, db).Where(f => f.ClosedDay == null || f.ClosedDay >= first)
            .GroupBy(f => new { f.OpenedDay, f.ClosedDay, Grave = f.Severity >= Severity.High }).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation);
        return [.. Enumerable.Range(first, Days).Select(day =>
        {
            var open = spans.Where(span => span.Key.OpenedDay <= day && (span.Key.ClosedDay is null || span.Key.ClosedDay > day)).ToList();
            return new OpenOnDay(DateOnly.FromDayNumber(day), open.Sum(span => span.Count), open.Where(span => span.Key.Grave).Sum(span => span.Count));
        })];
    }
}
