using System.Data;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.People;

namespace NhiPortal.Data;

/// <summary>
/// The only way to write: read, judge, record and save in one serializable transaction, or nothing. A lost race runs
/// the whole use case again from a fresh read; a refusal changes nothing and is recorded on its own.
/// </summary>
public sealed partial class UnitOfWork(IDbContextFactory<PortalDb> databases, WriterLine line, TimeProvider time, ChangeFeed feed, IEnumerable<IRecordFollower> followers, ILogger<UnitOfWork> log)
{
    private const int Tries = 6;

    /// <param name="actor">Who acts.</param>
    /// <param name="attempt">Stable name of what is attempted, e.g. <c>request.approve</c>; a refusal is recorded as <c>request.approve.refused</c>.</param>
    /// <param name="body">May run more than once, so nothing in it reaches outside the database.</param>
    /// <param name="cancellation">Stops the work before its commit.</param>
    public async Task<Result<T>> RunAsync<T>(Actor actor, string attempt, Func<Work, Task<Result<T>>> body, CancellationToken cancellation)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                return await OnceAsync(actor, attempt, body, cancellation);
            }
            catch (Exception error) when (run < Tries && IsLostRace(error))
            {
                LostRace(attempt, run);
                await Task.Delay(TimeSpan.FromMilliseconds(10 * run * run), cancellation);
            }
        }
    }

    private async Task<Result<T>> OnceAsync<T>(Actor actor, string attempt, Func<Work, Task<Result<T>>> body, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        using var turn = await line.TakeAsync(actor.Kind == ActorKind.Rule, cancellation);
        // Serializable is BEGIN IMMEDIATE on SQLite: what the rules read cannot change before what they decide is saved.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);
        var work = new Work(db, actor, time.GetUtcNow(), followers);
        // A session may outlive the person's account; their word ends with the account.
        var result = actor.Person is { } person && !await db.People.AnyAsync(p => p.Id == person && p.Status == PersonStatus.Active, cancellation)
            ? new Refusal("person_inactive", "Your account is not active in this portal, so nothing was changed.")
            : await body(work);
        if (!result.Succeeded)
        {
            await transaction.RollbackAsync(CancellationToken.None);
            turn.Dispose();
            await RecordRefusalAsync(work, attempt, result.Refusal, cancellation);
            return result;
        }

        await work.SaveStepAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        feed.Nudge();
        return result;
    }

    private async Task RecordRefusalAsync(Work work, string attempt, Refusal refusal, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var note = work.About with
        {
            Kind = $"{attempt}.refused",
            Sentence = refusal.Sentence,
            Facts = new Dictionary<string, string?>(work.About.Facts ?? new Dictionary<string, string?>()) { ["refusal"] = refusal.Code },
        };
        db.AuditEvents.Add(AuditEvent.Of(Work.Body(note, work.Actor, work.Now)));
        await db.SaveChangesAsync(cancellation);
        feed.Nudge();
    }

    private static bool IsLostRace(Exception error) => error switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => IsLostRace(inner),
        // Unique key (2067, 1555) or a writer elsewhere that kept the lock too long.
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555 || sqlite.SqliteErrorCode is 5 or 6,
        // Unique key (2601, 2627) or chosen as deadlock victim (1205).
        SqlException sql => sql.Number is 2601 or 2627 or 1205,
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Attempt} lost a race on run {Run} and starts over")]
    private partial void LostRace(string attempt, int run);
}
