using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Data.Seed;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Imports;

/// <summary>Reads a file and judges every row without changing anything; the person sees it and confirms, or lets it expire.</summary>
public sealed class PreviewImport(UnitOfWork work, IDbContextFactory<PortalDb> databases, WriterLine line, IEnumerable<IImportKind> kinds, TimeProvider time)
{
    /// <summary>How long a preview waits for its person.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const int MostAtOnce = 20;

    private const string SecretFound =
        "A cell of this row looks like a secret, so nothing of it was kept. Write where the secret is kept instead, and change it: it has been in a file.";

    /// <param name="actor">Who imports.</param>
    /// <param name="kind">The kind's name.</param>
    /// <param name="fileName">As the person's own system calls it; shown back to them.</param>
    /// <param name="file">A stream that can go back to its start.</param>
    /// <param name="progress">Hears how many rows have been judged.</param>
    /// <param name="cancellation">Stops the reading; nothing stays.</param>
    public async Task<Result<Guid>> RunAsync(Actor actor, string kind, string fileName, Stream file, IProgress<int>? progress, CancellationToken cancellation)
    {
        var found = kinds.FirstOrDefault(k => k.Name == kind);
        var begun = await work.RunAsync(actor, "import.read", run => BeginAsync(run, found, fileName, cancellation), cancellation);
        if (!begun.Succeeded)
            return begun.Refusal;
        var done = false;
        try
        {
            var counts = new Dictionary<ImportOutcome, int>();
            var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
            var read = await SheetFile.ReadAsync(file, found!.Columns, async batch =>
            {
                var rows = await JudgeAsync(actor, found, begun.Value, batch, seen, cancellation);
                foreach (var row in rows)
                    counts[row.Outcome] = counts.GetValueOrDefault(row.Outcome) + 1;
                progress?.Report(counts.Values.Sum());
            }, cancellation);
            var ended = await work.RunAsync<Guid>(actor, "import.read", run => EndAsync(run, begun.Value, found, read, counts, cancellation), cancellation);
            done = ended.Succeeded;
            return ended;
        }
        finally
        {
            if (!done)
                await ForgetAsync(begun.Value);
        }
    }

    private static async Task<Result<Guid>> BeginAsync(Work run, IImportKind? kind, string fileName, CancellationToken cancellation)
    {
        var (db, person) = (run.Db, run.Actor.Person);
        if (kind is null || person is null)
            return new Refusal("not_found", "There is no such import for you.");
        if (Permissions.Check(run.Actor, kind.Needed) is { } refused)
            return refused;
        // A person looks at one file of a kind at a time; a newer one takes the place of one never confirmed.
        await db.Imports.Where(i => i.PersonId == person && i.Kind == kind.Name && i.ConfirmedAt == null).ExecuteDeleteAsync(cancellation);
        if (await db.Imports.CountAsync(i => i.ExpiresAt > run.Now, cancellation) >= MostAtOnce)
            return new Refusal("too_many_imports", "Many imports wait to be confirmed. Try again when one is done; each is forgotten after an hour.");
        var name = Text.Optional(Path.GetFileName(fileName), "The file's name", Text.Name);
        var import = new ImportRun
        {
            Id = Guid.CreateVersion7(run.Now),
            Kind = kind.Name,
            PersonId = person.Value,
            FileName = name.Succeeded ? name.Value ?? "file" : "file",
            ReadAt = run.Now,
            ExpiresAt = run.Now + Lifetime,
        };
        db.Imports.Add(import);
        return import.Id;
    }

    private async Task<IReadOnlyList<ImportRow>> JudgeAsync(
        Actor actor, IImportKind kind, Guid import, IReadOnlyList<ImportLine> batch, Dictionary<string, int> seen, CancellationToken cancellation)
    {
        var early = new Dictionary<int, RowVerdict>();
        foreach (var line in batch)
        {
            if (kind.HoldsSecret(line))
                early[line.Number] = RowVerdict.Refused(SecretFound);
            else if (line.Fault is { } fault)
                early[line.Number] = RowVerdict.Refused(fault);
            else if (kind.AlsoUnique(line).Prepend(kind.KeyOf(line)).Where(name => name.Length > 0).FirstOrDefault(name => !seen.TryAdd(name, line.Number)) is { } twice)
                early[line.Number] = RowVerdict.Refused($"Row {seen[twice]:N0} says {twice} already. Leave one of them out.");
        }

        var clean = batch.Where(line => !early.ContainsKey(line.Number)).ToList();
        await using (var reading = await databases.CreateDbContextAsync(cancellation))
        {
            // A context of its own that is never saved: the same judgement as the import's, and no change.
            var verdicts = await kind.JudgeAsync(new Work(reading, actor, time.GetUtcNow()), clean, cancellation);
            foreach (var (line, verdict) in clean.Zip(verdicts))
                early[line.Number] = verdict;
        }

        var rows = batch.Select(line => kind.HoldsSecret(line)
            ? ImportRowText.Row(import, new ImportLine(kind.Columns, line.Number, [.. kind.Columns.Select(_ => "")]), $"row {line.Number}", early[line.Number])
            : ImportRowText.Row(import, line, kind.KeyOf(line), early[line.Number])).ToList();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        using var turn = await line.TakeAsync(false, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.InsertAsync(rows, cancellation);
        await transaction.CommitAsync(cancellation);
        return rows;
    }

    private static async Task<Result<Guid>> EndAsync(
        Work run, Guid id, IImportKind kind, Result<string> read, Dictionary<ImportOutcome, int> counts, CancellationToken cancellation)
    {
        run.About = run.About with { Facts = new Dictionary<string, string?> { ["import"] = id.ToString(), ["kind"] = kind.Name } };
        if (!read.Succeeded)
            return read.Refusal;
        var import = await run.Db.Imports.SingleAsync(i => i.Id == id, cancellation);
        int Count(ImportOutcome outcome) => counts.GetValueOrDefault(outcome);
        (import.ReadAs, import.Complete) = (read.Value, true);
        (import.Created, import.Changed, import.Unchanged, import.Refused) =
            (Count(ImportOutcome.Created), Count(ImportOutcome.Changed), Count(ImportOutcome.Unchanged), Count(ImportOutcome.Refused));
        run.Record(run.About with
        {
            Kind = "import.read",
            Sentence = $"{run.Actor.Name} read in a file of {counts.Values.Sum():N0} rows to import {kind.Name}; nothing was changed yet.",
        });
        return id;
    }

    private async Task ForgetAsync(Guid import)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        await db.Imports.Where(i => i.Id == import).ExecuteDeleteAsync(CancellationToken.None);
    }
}
