using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Questions;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Questions;

/// <summary>A question by its name, and what it is narrowed to.</summary>
public sealed record QuestionAsk(string Key, QuestionFilter Filter);

/// <summary>How many answer a question, what exactly was asked, and one page of them.</summary>
public sealed record QuestionAnswer(IAuditQuestion Question, string Words, int Population, IReadOnlyList<QuestionLine> Lines)
{
    /// <summary>What of the log was archived, where the period reaches into it: what only the log told of that time is not counted.</summary>
    public ArchivedPart? Archived { get; init; }
}

/// <summary>Answers it for whom may read the log, from the tenants they see.</summary>
public sealed class QuestionAnswerQuery(IDbContextFactory<PortalDb> databases)
{
    public const int MostLines = 200;

    public async Task<Result<QuestionAnswer>> RunAsync(Actor actor, QuestionAsk ask, int skip, int take, CancellationToken cancellation)
    {
        if (Permissions.Check(actor, Permission.ReadAudit) is { } refused)
            return refused;
        if (AuditQuestions.Named(ask.Key) is not { } question)
            return new Refusal("not_found", "There is no such question. Choose one from the list of questions.");
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var read = await ask.Filter.ReadAsync(db, actor, question, cancellation);
        if (!read.Succeeded)
            return read.Refusal;
        var rows = question.Of(read.Value);
        var population = await rows.CountAsync(cancellation);
        var shown = await rows.Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, MostLines)).ToListAsync(cancellation);
        return new QuestionAnswer(question, read.Value.Words, population, await question.LinesAsync(db, shown, cancellation))
        {
            Archived = await db.ArchivedAsync(cancellation) is { } archived && archived.Touches(ask.Filter.Since) ? archived : null,
        };
    }
}
