using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Tests.Data;

public sealed class WriterLineTests
{
    private static readonly Actor Job = Actor.Rule("a job"), Somebody = new() { Kind = ActorKind.Workload, Id = Guid.NewGuid(), Name = "a workload" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeAsync_JobsCameFirst_PeopleGoBeforeThemEachInTheirOrder()
    {
        var line = new WriterLine();
        var waiting = new Waiting(line, line.Take());
        waiting.Come("job 1", true);
        waiting.Come("person 1", false);
        waiting.Come("job 2", true);
        waiting.Come("person 2", false);
        Assert.Equal(["person 1", "person 2", "job 1", "job 2"], await waiting.AllGoAsync());
    }

    [Fact]
    public async Task TakeAsync_PeopleComeWithoutEnd_EveryNinthTurnIsAJobs()
    {
        var line = new WriterLine();
        var waiting = new Waiting(line, line.Take());
        waiting.Come("job 1", true);
        waiting.Come("job 2", true);
        foreach (var n in Enumerable.Range(1, 40))
            waiting.Come($"person {n}", false);
        var went = await waiting.AllGoAsync();
        Assert.Equal(WriterLine.BeforeAJob, went.IndexOf("job 1"));
        Assert.Equal((2 * WriterLine.BeforeAJob) + 1, went.IndexOf("job 2"));
        Assert.Equal(Enumerable.Range(1, 40).Select(n => $"person {n}"), went.Where(name => name.StartsWith("person", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task TakeAsync_WhoeverGivesUp_HoldsNobodyUp()
    {
        var line = new WriterLine();
        var turn = line.Take();
        using var over = new CancellationTokenSource();
        var gone = line.TakeAsync(false, over.Token);
        var next = line.TakeAsync(true, Stop);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        turn.Dispose();
        (await next).Dispose();
        line.Take().Dispose();
    }

    [Fact]
    public void Dispose_Twice_LetsOnlyOneGo()
    {
        var line = new WriterLine();
        var turn = line.Take();
        var (second, third) = (line.TakeAsync(false, Stop), line.TakeAsync(false, Stop));
        turn.Dispose();
        turn.Dispose();
        SpinWait.SpinUntil(() => second.IsCompleted);
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public void TakeAsync_WritersGoSideBySide_NobodyWaits()
    {
        var line = new WriterLine(true);
        using var turn = line.Take();
        Assert.True(line.TakeAsync(true, Stop).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task UnitOfWork_JobsWait_WhatAWorkloadAsksIsWrittenFirst()
    {
        await using var portal = await TestPortal.StartAsync();
        var turn = portal.Get<WriterLine>().Take();
        List<Task> all = [NoteAsync(portal, Job, "job.one"), NoteAsync(portal, Job, "job.two"), NoteAsync(portal, Somebody, "asked")];
        turn.Dispose();
        await Task.WhenAll(all);
        await using var db = portal.Db();
        Assert.Equal(["asked", "job.one", "job.two"], await db.AuditEvents.Where(e => e.Kind == "asked" || e.Kind.StartsWith("job.")).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(Stop));
    }

    [Fact]
    public async Task Statements_OutsideATransaction_StandInLineAndGiveTheirTurnBack()
    {
        await using var portal = await TestPortal.StartAsync();
        await using var db = portal.Db();
        await using var other = portal.Db();
        var line = portal.Get<WriterLine>();
        var turn = line.Take();
        other.Add(AuditEvent.Of(Work.Body(new("saved", "Saved."), Job, portal.Now)));
        var (changed, saved) = (db.ChangeClocks.ExecuteUpdateAsync(set => set.SetProperty(clock => clock.Value, 7), Stop), other.SaveChangesAsync(Stop));
        Assert.False(changed.IsCompleted || saved.IsCompleted);
        turn.Dispose();
        Assert.Equal((1, 1), (await changed, await saved));
        // One that fails, too.
        db.SeenTokens.AddRange(new SeenToken { Hash = "one", Until = portal.Now }, new SeenToken { Hash = "two", Until = portal.Now });
        await db.SaveChangesAsync(Stop);
        await Assert.ThrowsAsync<SqliteException>(() => db.SeenTokens.ExecuteUpdateAsync(set => set.SetProperty(token => token.Hash, "three"), Stop));
        line.Take().Dispose();
    }

    private static Task<Result<Done>> NoteAsync(TestPortal portal, Actor actor, string kind) => portal.Get<UnitOfWork>().RunAsync<Done>(actor, kind, run =>
    {
        run.Record(new(kind, "It was done."));
        return Task.FromResult<Result<Done>>(default(Done));
    }, Stop);

    /// <summary>Some who wait behind one turn; each goes, and lets the next go.</summary>
    private sealed class Waiting(WriterLine line, WriterTurn turn)
    {
        private readonly Dictionary<Task<WriterTurn>, string> names = [];

        public void Come(string name, bool job) => names[line.TakeAsync(job, Stop)] = name;

        public async Task<List<string>> AllGoAsync()
        {
            List<string> went = [];
            while (names.Count > 0)
            {
                turn.Dispose();
                var next = await Task.WhenAny(names.Keys);
                names.Remove(next, out var name);
                went.Add(name!);
                turn = await next;
            }

            return went;
        }
    }
}
