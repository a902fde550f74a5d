using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Questions;
using NhiPortal.Features.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Questions;

/// <summary>One answer as a line of the exported file; times in UTC, ISO 8601. Samples are drawn by <c>Subject</c>.</summary>
[CsvRecord]
public sealed partial record QuestionFileRow(
    string Subject, string At, string What, string? Detail, string? Integration, string? Kind, string? Target, string? WorkloadIssuer, string? WorkloadSubject, string People, string Record)
{
    internal static QuestionFileRow Of(QuestionLine line) => new(
        line.Subject, line.At.UtcDateTime.ToString("o", CultureInfo.InvariantCulture), line.What, line.Detail, line.Integration, line.Kind, line.Target, line.Issuer, line.Workload,
        string.Join("; ", line.Hands.Select(hand => hand.At is { } at ? string.Create(CultureInfo.InvariantCulture, $"{hand} {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}") : hand.ToString())), line.Href);
}

/// <summary>The file's lines, which are read while they are written.</summary>
public sealed record QuestionExported(IAsyncEnumerable<QuestionFileRow> Rows);

/// <summary>Hands out everything that answers a question as a file, and records who took how much of it, also when the taking breaks off.</summary>
public sealed class ExportQuestion(UnitOfWork work, IDbContextFactory<PortalDb> databases)
{
    public const string Exported = "question.exported";
    private const int Chunk = 200;

    public async Task<Result<QuestionExported>> RunAsync(Actor actor, QuestionAsk ask, CancellationToken cancellation)
    {
        if (Permissions.Check(actor, Permission.ReadAudit) is { } refused)
            return await work.RunAsync<QuestionExported>(actor, "question.export", _ => Task.FromResult<Result<QuestionExported>>(refused), cancellation);
        if (AuditQuestions.Named(ask.Key) is not { } question)
            return new Refusal("not_found", "There is no such question. Choose one from the list of questions.");
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var read = await ask.Filter.ReadAsync(db, actor, question, cancellation);
        return read.Succeeded ? new QuestionExported(RowsAsync(actor, ask, question, cancellation)) : read.Refusal;
    }

    private async IAsyncEnumerable<QuestionFileRow> RowsAsync(Actor actor, QuestionAsk ask, IAuditQuestion question, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (count, whole) = (0L, false);
        try
        {
            await foreach (var row in ReadAsync(actor, ask, question, cancellation))
            {
                count++;
                yield return row;
            }

            whole = true;
        }
        finally
        {
            // Whoever hangs up has read what they have read.
            await work.RunAsync<Done>(actor, "question.export", async run =>
            {
                run.Record(new AuditNote(Exported, string.Create(CultureInfo.InvariantCulture, $"{actor.Name} took {count} answers to “{question.Title}” as a file{(whole ? "" : "; the file broke off")}."))
                {
                    Tenant = await run.OwnTenantAsync(CancellationToken.None),
                    Facts = new Dictionary<string, string?>(QuestionNotes.Facts(question, OpenQuestion.Address(ask), count)) { ["whole"] = whole ? "yes" : "no" },
                });
                return default(Done);
            }, CancellationToken.None);
        }
    }

    /// <summary>One reading, so that the file is the population of one moment; names are looked up beside it, some rows at a time.</summary>
    private async IAsyncEnumerable<QuestionFileRow> ReadAsync(Actor actor, QuestionAsk ask, IAuditQuestion question, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var beside = await databases.CreateDbContextAsync(cancellation);
        var scope = await ask.Filter.ReadAsync(db, actor, question, cancellation);
        if (!scope.Succeeded)
            yield break;
        await foreach (var rows in question.Of(scope.Value).AsAsyncEnumerable().Chunk(Chunk).WithCancellation(cancellation))
            foreach (var line in await question.LinesAsync(beside, rows, cancellation))
                yield return QuestionFileRow.Of(line);
    }
}
