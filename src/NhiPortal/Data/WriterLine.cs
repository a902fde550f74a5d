namespace NhiPortal.Data;

/// <summary>
/// Where the writers of this instance wait for SQLite's one lock. What people and workloads wait for, and the log, go before
/// jobs, each in the order they came; after so many of them in a row a job that waits has its turn, so that neither starves.
/// </summary>
/// <param name="sideBySide">The database lets writers go side by side: nobody waits here.</param>
public sealed class WriterLine(bool sideBySide = false)
{
    /// <summary>How many may go before a job that waits.</summary>
    public const int BeforeAJob = 8;

    private readonly Lock gate = new();
    private readonly Queue<Waiter> first = new(), jobs = new();
    private bool taken;
    private int before;

    /// <summary>Waits for the turn, which lasts until it is disposed.</summary>
    public Task<WriterTurn> TakeAsync(bool job, CancellationToken cancellation)
    {
        var turn = new WriterTurn(this);
        return Stand(turn, job) is { } waiter ? waiter.WaitAsync(cancellation) : Task.FromResult(turn);
    }

    /// <summary>The same for whoever works on a thread of their own; goes before jobs. Blocks that thread, and needs no other.</summary>
    public WriterTurn Take()
    {
        var turn = new WriterTurn(this);
        return Stand(turn, false)?.Wait() ?? turn;
    }

    /// <summary>Null when it is their turn at once.</summary>
    private Waiter? Stand(WriterTurn turn, bool job)
    {
        if (sideBySide)
            return null;
        lock (gate)
        {
            if (!taken)
            {
                taken = true;
                return null;
            }

            var waiter = new Waiter(turn);
            (job ? jobs : first).Enqueue(waiter);
            return waiter;
        }
    }

    internal void Next()
    {
        if (sideBySide)
            return;
        // Who gave up while waiting has no turn to give back: the next has it.
        while (Ahead() is { } waiter)
            if (waiter.TryGo())
                return;
    }

    private Waiter? Ahead()
    {
        lock (gate)
        {
            if (jobs.Count > 0 && (first.Count == 0 || before >= BeforeAJob))
            {
                before = 0;
                return jobs.Dequeue();
            }

            before = jobs.Count > 0 ? before + 1 : 0;
            if (first.TryDequeue(out var waiter))
                return waiter;
            taken = false;
            return null;
        }
    }

    private sealed class Waiter(WriterTurn turn)
    {
        private readonly TaskCompletionSource<WriterTurn> went = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<WriterTurn> WaitAsync(CancellationToken cancellation)
        {
            await using var givesUp = cancellation.UnsafeRegister(static (waiter, token) => ((Waiter)waiter!).went.TrySetCanceled(token), this);
            return await went.Task;
        }

        public WriterTurn Wait() => went.Task.GetAwaiter().GetResult();

        public bool TryGo() => went.TrySetResult(turn);
    }
}

/// <summary>One writer's turn; the next has it when this is disposed.</summary>
public sealed class WriterTurn(WriterLine line) : IDisposable
{
    private bool over;

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref over, true))
            line.Next();
    }
}
