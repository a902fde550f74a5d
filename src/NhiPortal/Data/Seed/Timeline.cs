namespace NhiPortal.Data.Seed;

/// <summary>
/// A history that is played rather than written: steps run in the order of their moments, each sees what the earlier
/// ones left, and what lies after now never happens.
/// </summary>
internal sealed class Timeline(DateTimeOffset now)
{
    private readonly PriorityQueue<Action<DateTimeOffset>, (long Ticks, int Order)> steps = new();
    private long reached;
    private int order;

    public DateTimeOffset Now => now;

    public void At(DateTimeOffset when, Action<DateTimeOffset> step)
    {
        if (when.UtcTicks < reached)
            throw new InvalidOperationException("A step cannot lie before the one that plans it.");
        steps.Enqueue(step, (when.UtcTicks, order++));
    }

    public void Play()
    {
        while (steps.TryPeek(out _, out var next) && next.Ticks <= now.UtcTicks)
        {
            reached = next.Ticks;
            steps.Dequeue()(new DateTimeOffset(next.Ticks, TimeSpan.Zero));
        }
    }
}
