using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Imports;

/// <summary>What became of the rows that were carried out.</summary>
public sealed record ImportDone(int Created, int Changed, int Unchanged, int Refused)
{
    public ImportDone Plus(IReadOnlyList<ImportOutcome> outcomes) => new(
        Created + outcomes.Count(o => o == ImportOutcome.Created), Changed + outcomes.Count(o => o == ImportOutcome.Changed),
        Unchanged + outcomes.Count(o => o == ImportOutcome.Unchanged), Refused + outcomes.Count(o => o == ImportOutcome.Refused));

    public int All => Created + Changed + Unchanged + Refused;
}

/// <summary>
/// Carries out a preview, all rows or those chosen, batch after batch. Every row is judged again in the transaction that
/// writes it: what no longer does exactly what the preview said is refused and says so.
/// </summary>
public sealed class ConfirmImport(UnitOfWork work, IEnumerable<IImportKind> kinds)
{
    /// <summary>How long the result can be looked at.</summary>
    public static readonly TimeSpan ResultLifetime = TimeSpan.FromHours(24);

    // Small, so that people who work meanwhile wait for one batch at most.
    private const int BatchSize = 100;

    /// <param name="actor">Who read the file in; nobody else can confirm it.</param>
    /// <param name="import">The preview.</param>
    /// <param name="chosen">Numbers of the rows to carry out; null takes all that would change something.</param>
    /// <param name="progress">Hears how far it has come.</param>
    /// <param name="cancellation">Stops between two batches; rows not reached can be confirmed again.</param>
    public async Task<Result<ImportDone>> RunAsync(Actor actor, Guid import, IReadOnlyCollection<int>? chosen, IProgress<ImportDone>? progress, CancellationToken cancellation)
    {
        var begun = await work.RunAsync(actor, "import.confirm", run => BeginAsync(run, import, cancellation), cancellation);
        if (!begun.Succeeded)
            return begun.Refusal;
        var kind = begun.Value;
        var done = new ImportDone(0, 0, 0, 0);
        var (last, picks) = (0, chosen?.Order().Chunk(BatchSize).ToList());
        for (var round = 0; picks is null || round < picks.Count; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (after, numbers) = (last, picks?[round].ToList());
            var batch = await work.RunAsync(actor, "import.confirm", run => BatchAsync(run, kind, import, after, numbers, cancellation), cancellation);
            if (!batch.Succeeded)
                return batch.Refusal;
            done = done.Plus([.. batch.Value.Select(row => row.Outcome)]);
            progress?.Report(done);
            if (picks is null && batch.Value.Count == 0)
                break;
            last = batch.Value.Count == 0 ? last : batch.Value[^1].Number;
        }

        var counted = done;
        await work.RunAsync<Done>(actor, "import.confirm", run => EndAsync(run, kind, import, counted, cancellation), CancellationToken.None);
        return done;
    }

    private async Task<Result<IImportKind>> BeginAsync(Work run, Guid id, CancellationToken cancellation)
    {
        var import = await run.Db.Imports.SingleOrDefaultAsync(i => i.Id == id && i.Complete, cancellation);
        if (import is null || import.PersonId != run.Actor.Person || import.ExpiresAt <= run.Now || kinds.FirstOrDefault(k => k.Name == import.Kind) is not { } kind)
            return new Refusal("not_found", "There is no such preview of yours any more. Read the file in again.");
        if (Permissions.Check(run.Actor, kind.Needed) is { } refused)
            return refused;
        import.ConfirmedAt ??= run.Now;
        import.ExpiresAt = run.Now + ResultLifetime;
        return Result.Ok(kind);
    }

    private static async Task<Result<List<(int Number, ImportOutcome Outcome)>>> BatchAsync(
        Work run, IImportKind kind, Guid import, int after, List<int>? numbers, CancellationToken cancellation)
    {
        var waiting = run.Db.ImportRows.Where(r => r.ImportId == import && r.Result == null && (r.Outcome == ImportOutcome.Created || r.Outcome == ImportOutcome.Changed));
        waiting = numbers is null ? waiting.Where(r => r.Number > after) : waiting.Where(r => numbers.Contains(r.Number));
        var rows = await waiting.OrderBy(r => r.Number).Take(BatchSize).ToListAsync(cancellation);
        var verdicts = rows.Count == 0 ? [] : await kind.JudgeAsync(run, [.. rows.Select(row => ImportRowText.Line(row, kind.Columns))], cancellation);
        foreach (var (row, verdict) in rows.Zip(verdicts))
        {
            row.Result = verdict.Outcome;
            if (verdict.Outcome == ImportOutcome.Refused)
                row.ResultReason = ImportRowText.Cut(verdict.Reason);
            else if (verdict.Outcome != ImportOutcome.Unchanged && (verdict.Outcome != row.Outcome || ImportRowText.Changes(verdict) != row.Changes))
                (row.Result, row.ResultReason) = (ImportOutcome.Refused, "It was changed meanwhile by somebody else. Read the file in again to see what it would do now.");
            else if (verdict.CarryOut is { } carryOut)
                await carryOut(cancellation);
        }

        return rows.ConvertAll(row => (row.Number, row.Result!.Value));
    }

    private static async Task<Result<Done>> EndAsync(Work run, IImportKind kind, Guid id, ImportDone done, CancellationToken cancellation)
    {
        var import = await run.Db.Imports.AsNoTracking().SingleAsync(i => i.Id == id, cancellation);
        run.Record(new AuditNote("import.done", $"{run.Actor.Name} imported {kind.Name}: {done.Created:N0} created, {done.Changed:N0} changed, {done.Refused:N0} refused.")
        {
            Facts = new Dictionary<string, string?> { ["import"] = id.ToString(), ["kind"] = kind.Name, ["file"] = import.FileName },
        });
        return default(Done);
    }
}
