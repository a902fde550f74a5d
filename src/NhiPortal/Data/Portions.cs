namespace NhiPortal.Data;

/// <summary>
/// Cuts a job's work into portions, each for a transaction of its own: as many things as the writer's lock is needed for about
/// a moment, learned from the portions before. A person who wants to write waits for one of them at most.
/// </summary>
/// <param name="most">The most that go into one.</param>
/// <param name="time">The clock that says how long one took.</param>
public sealed class Portions(int most, TimeProvider time)
{
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private int size = Math.Min(most, 10);
    private long began;

    /// <summary>To be called inside the transaction: what waits for the lock keeps nobody from it.</summary>
    public void Begin() => began = time.GetTimestamp();

    public IEnumerable<IReadOnlyList<T>> Of<T>(IReadOnlyList<T> all)
    {
        for (var at = 0; at < all.Count;)
        {
            began = time.GetTimestamp();
            IReadOnlyList<T> some = [.. all.Skip(at).Take(size)];
            yield return some;
            at += some.Count;
            Learn(some.Count, time.GetElapsedTime(began));
        }
    }

    // At most twice as many as last time: the first of a kind may be quick for a reason of its own.
    private void Learn(int count, TimeSpan took) =>
        size = took <= TimeSpan.Zero ? most : (int)Math.Clamp(count * (Moment / took), 1, Math.Min(most, 2 * count));
}
