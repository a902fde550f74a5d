using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Imports;

/// <summary>One row of a preview or a result, for the screen.</summary>
public sealed record ImportView(int Number, string Key, ImportOutcome Outcome, IReadOnlyList<FieldChange> Changes, string? Reason, bool Done);

/// <summary>A preview or its result: how the file was read, how many rows would do what, and one page of them.</summary>
public sealed record ImportPage(ImportRun Run, IReadOnlyDictionary<ImportOutcome, int> Counts, IReadOnlyList<ImportView> Rows, int Total, int Waiting);

/// <summary>Reads one page of somebody's own import; null when there is none, or it is another's.</summary>
public sealed class ImportQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<ImportPage?> RunAsync(Actor actor, Guid id, ImportOutcome? only, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var run = await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.Complete && i.ExpiresAt > now, cancellation);
        if (run is null || run.PersonId != actor.Person)
            return null;
        var all = db.ImportRows.AsNoTracking().Where(r => r.ImportId == id);
        var counts = await all.GroupBy(r => r.Result ?? r.Outcome).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var waiting = await all.CountAsync(r => r.Result == null && (r.Outcome == ImportOutcome.Created || r.Outcome == ImportOutcome.Changed), cancellation);
        var rows = await (only is { } outcome ? all.Where(r => (r.Result ?? r.Outcome) == outcome) : all)
            .OrderBy(r => r.Number).Skip(skip).Take(take).ToListAsync(cancellation);
        return new(run, counts, rows.ConvertAll(View), only is { } one ? counts.GetValueOrDefault(one) : counts.Values.Sum(), waiting);
    }

    internal static ImportView View(ImportRow row) =>
        new(row.Number, row.Key, row.Result ?? row.Outcome, ImportRowText.Changes(row.Changes), row.ResultReason ?? row.Reason, row.Result is not null);
}
