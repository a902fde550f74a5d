using System.Data.Common;
using NhiPortal.Data;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>
/// One writer for the instance: takes what has gathered, checks it against what changed meanwhile, and makes it durable
/// in one commit. Many callers share the price of one sync, and none is answered before it.
/// </summary>
internal sealed partial class GroupCommit(WriterSeats seats, DecisionMemory memory, TimeProvider time, ILogger<GroupCommit> log) : IHostedService
{
    private const int Largest = 256;
    private const int Deepest = 4096;
    private const int Tries = 3;
    private readonly object gate = new();
    private readonly Queue<PendingRecord> waiting = new();
    private readonly List<PendingRecord> batch = new(Largest);
    private readonly List<PendingRecord> recorded = new(Largest);
    private Thread? writer;
    private bool stopping;

    /// <summary>False when too many wait already: the caller is told to come back, before memory grows.</summary>
    public bool TryAdd(PendingRecord record)
    {
        lock (gate)
        {
            if (stopping || waiting.Count >= Deepest)
                return false;
            waiting.Enqueue(record);
            if (waiting.Count == 1)
                Monitor.Pulse(gate);
            return true;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: it spends its life in blocking calls that would starve the pool.
        writer = new Thread(Write) { IsBackground = true, Name = "group commit" };
        writer.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            stopping = true;
            Monitor.Pulse(gate);
        }

        return writer is null ? Task.CompletedTask : Task.Run(writer.Join, cancellationToken);
    }

    private void Write()
    {
        while (Take())
        {
            var outcome = RecordOutcome.Failed;
            try
            {
                Commit();
                outcome = RecordOutcome.Recorded;
            }
            catch (Exception error)
            {
                // Whatever it was, these callers hear that nothing was decided.
                CommitFailed(error, batch.Count);
            }

            foreach (var record in outcome == RecordOutcome.Recorded ? recorded : batch)
                record.Complete(outcome);
        }
    }

    private bool Take()
    {
        batch.Clear();
        lock (gate)
        {
            while (waiting.Count == 0)
            {
                if (stopping)
                    return false;
                Monitor.Wait(gate);
            }
        }

        Gather();
        Fill();
        return true;
    }

    private void Fill()
    {
        lock (gate)
            while (batch.Count < Largest && waiting.TryDequeue(out var record))
                batch.Add(record);
    }

    /// <summary>
    /// Lets others run as long as that brings more records: callers answered together ask again together, and a commit
    /// for the first of them alone would make all the rest wait for it.
    /// </summary>
    private void Gather()
    {
        for (int before = 0, now = waiting.Count; now > before && now < Largest; now = waiting.Count)
        {
            before = now;
            Thread.Yield();
        }
    }

    private void Commit()
    {
        for (var run = 1; ; run++)
        {
            try
            {
                seats.Decisions.Write(seat => CommitOnce(new DecisionJournal(seat)));
                AnswerStale();
                return;
            }
            catch (DbException error) when (run < Tries && DecisionJournal.IsLostRace(error))
            {
                LostRace(run);
            }
        }
    }

    private bool CommitOnce(DecisionJournal journal)
    {
        // More may have come while the batch waited for its turn.
        Fill();
        recorded.Clear();
        var position = journal.ReadClock();
        if (position != memory.Applied)
            memory.Apply(position, memory.Applied < 0 ? [] : journal.ReadChanges(memory.Applied, position));
        var now = time.GetUtcNow();
        var size = 0;
        foreach (var record in batch)
        {
            if (record.StillHolds(memory, now) && IsCounted(journal, record, now))
            {
                recorded.Add(record);
                size += record.Line.Length + 1;
            }
        }

        if (recorded.Count > 0)
            journal.Append(Lines(size), recorded.Count);
        return true;
    }

    private void AnswerStale()
    {
        if (recorded.Count < batch.Count)
            foreach (var record in batch.Except(recorded))
                record.Complete(RecordOutcome.Stale);
    }

    private bool IsCounted(DecisionJournal journal, PendingRecord record, DateTimeOffset now)
    {
        if (record.Grant is not { UseLimit: not null } grant)
            return true;
        if (journal.CountUse(grant.Id.Value, now))
        {
            if (grant is { FirstUseBy: not null, Uses: 0 })
                journal.AnnounceUse(grant.Id.Value, record.Known!.Facts.Id.Value, now);
            return true;
        }

        memory.Forget(record.Known!.Facts.Id);
        return false;
    }

    private byte[] Lines(int size)
    {
        var lines = GC.AllocateUninitializedArray<byte>(size);
        var at = 0;
        foreach (var record in recorded)
        {
            record.Line.CopyTo(lines, at);
            at += record.Line.Length;
            lines[at++] = (byte)'\n';
        }

        return lines;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} decisions could not be recorded and were not answered")]
    private partial void CommitFailed(Exception error, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A batch of decisions lost a race on run {Run} and starts over")]
    private partial void LostRace(int run);
}
