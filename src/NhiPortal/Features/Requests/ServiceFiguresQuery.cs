using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Requests;

/// <summary>How the requests of one target, rule or owner were answered: the waits, and how many ended which way.</summary>
public sealed record FigureLine(string Name, string? Href, WaitingTimes Waited, int Approved, int Narrowed, int Denied, int Expired)
{
    public int Ended => Approved + Denied + Expired;

    public static string Share(int part, int of) => of == 0 ? "–" : $"{100.0 * part / of:0} %";
}

/// <summary>What the last 90 days say about deciding: in all, by target, by policy rule, by who decided; and when it was asked.</summary>
public sealed record ServiceFigures(
    FigureLine All, IReadOnlyList<FigureLine> Targets, IReadOnlyList<FigureLine> Rules, IReadOnlyList<FigureLine> Owners, IReadOnlyList<DateTimeOffset> Asked, bool IsCut);

/// <summary>Reads how long requests waited and how they ended, for whoever may see all of a tenant.</summary>
public sealed class ServiceFiguresQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public const int Days = 90;
    private const int MostRequests = 100_000, MostLines = 20;

    private sealed record Answer(PersonId Person, DateTimeOffset At, Verdict Verdict, int? Minutes);

    private sealed record Past(DateTimeOffset AskedAt, DateTimeOffset? EndedAt, RequestStatus Status, int Minutes, string Target, string TargetName, string Rule)
    {
        public required List<Answer> Answers { get; init; }
        public required List<(DateTimeOffset, DateTimeOffset?)> Questions { get; init; }

        public bool IsNarrowed => Status == RequestStatus.Approved && Answers.Exists(answer => answer.Minutes < Minutes);

        public TimeSpan WaitUntil(DateTimeOffset at) => WaitingTimes.Between(AskedAt, at, Questions);
    }

    /// <returns>Null for whoever may not see a whole tenant.</returns>
    public async Task<ServiceFigures?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeTenant))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var since = time.GetUtcNow().AddDays(-Days);
        var rows = await (from r in db.Requests.AsNoTracking().To(actor, db)
                          // Nobody is waited for where a standing pre-approval answers.
                          where r.AskedAt > since && r.UnderId == null
                          join t in db.Targets on r.TargetId equals t.Id
                          orderby r.AskedAt descending, r.Id descending
                          select new
                          {
                              Past = new Past(r.AskedAt, r.EndedAt, r.Status, r.RequestedMinutes, t.Key, t.Name, r.PolicyRule) { Answers = new(), Questions = new() },
                              // Nobody waited for an answer that was taken by break-glass.
                              Answers = r.Decisions.Where(d => !d.ByBreakGlass).Select(d => new Answer(d.PersonId, d.DecidedAt, d.Verdict, d.Minutes)).ToList(),
                              Questions = r.Questions.Select(q => new { q.AskedAt, q.AnsweredAt }).ToList(),
                          }).Take(MostRequests).AsSplitQuery().ToListAsync(cancellation);
        foreach (var row in rows)
        {
            row.Past.Answers.AddRange(row.Answers);
            row.Past.Questions.AddRange(row.Questions.Select(question => (question.AskedAt, question.AnsweredAt)));
        }

        var asks = rows.ConvertAll(row => row.Past);
        var people = asks.SelectMany(ask => ask.Answers).Select(answer => answer.Person).Distinct().ToList();
        var names = await db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        return new ServiceFigures(
            Line("All requests", "/requests", asks),
            Lines(asks, ask => ask.Target, (target, some) => Line(some[0].TargetName, $"/requests?target={Uri.EscapeDataString(target)}", some)),
            Lines(asks, ask => ask.Rule, (rule, some) => Line(rule, null, some)),
            [.. (from ask in asks from answer in ask.Answers select (ask, answer)).GroupBy(pair => pair.answer.Person)
                .Select(mine => new FigureLine(
                    names[mine.Key], $"/people/{mine.Key}", WaitingTimes.Of(mine.Select(pair => pair.ask.WaitUntil(pair.answer.At))),
                    mine.Count(pair => pair.answer.Verdict == Verdict.Approve), mine.Count(pair => pair.answer.Minutes < pair.ask.Minutes), mine.Count(pair => pair.answer.Verdict == Verdict.Deny), 0))
                .OrderByDescending(line => line.Waited.Count).ThenBy(line => line.Name, StringComparer.Ordinal).Take(MostLines)],
            asks.ConvertAll(ask => ask.AskedAt), rows.Count == MostRequests);
    }

    private static IReadOnlyList<FigureLine> Lines(List<Past> asks, Func<Past, string> by, Func<string, List<Past>, FigureLine> line) =>
        [.. asks.GroupBy(by).Select(group => line(group.Key, [.. group])).OrderByDescending(made => made.Ended).ThenBy(made => made.Name, StringComparer.Ordinal).Take(MostLines)];

    // Whoever waited in vain waited, too: what expired counts with the whole time it waited.
    private static FigureLine Line(string name, string? href, List<Past> asks) => new(
        name, href,
        WaitingTimes.Of(asks.Where(ask => ask.Status is RequestStatus.Approved or RequestStatus.Denied or RequestStatus.Expired && ask.EndedAt is not null).Select(ask => ask.WaitUntil(ask.EndedAt!.Value))),
        asks.Count(ask => ask.Status == RequestStatus.Approved), asks.Count(ask => ask.IsNarrowed), asks.Count(ask => ask.Status == RequestStatus.Denied), asks.Count(ask => ask.Status == RequestStatus.Expired));
}
