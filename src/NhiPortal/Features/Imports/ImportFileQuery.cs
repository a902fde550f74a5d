using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Imports;

/// <summary>One row of a preview or a result as a line of a file.</summary>
[CsvRecord]
public sealed partial record ImportFileRow(int Row, string Key, string Outcome, string Done, string? Reason, string Changes);

/// <summary>Streams every row of somebody's own import, what it would do and what became of it.</summary>
public sealed class ImportFileQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async IAsyncEnumerable<ImportFileRow> RunAsync(Actor actor, Guid id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (now, person) = (time.GetUtcNow(), actor.Person ?? default);
        if (!await db.Imports.AnyAsync(i => i.Id == id && i.PersonId == person && i.Complete && i.ExpiresAt > now, cancellation))
            yield break;
        await foreach (var row in db.ImportRows.AsNoTracking().Where(r => r.ImportId == id).OrderBy(r => r.Number).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var view = ImportQuery.View(row);
            yield return new(view.Number, view.Key, view.Outcome.ToString().ToLowerInvariant(), view.Done ? "yes" : "no", view.Reason,
                string.Join("; ", view.Changes.Select(change => $"{change.Field}: {change.Before ?? "nothing"} → {change.After ?? "nothing"}")));
        }
    }
}
