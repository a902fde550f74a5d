namespace NhiPortal.Domain.Audit;

/// <summary>Follows the leaf indices of rows as they come, and tells gaps, repeats and disorder apart.</summary>
internal sealed class LogOrder(LogFaults faults)
{
    // Beyond this many open gaps a new one counts as removed at once: memory stays bounded whatever the log holds.
    private const int MostGaps = 64;

    private readonly List<(long First, long Last)> _gaps = [];
    private MerkleHash _newestHash;
    private long _previous = -1;
    private bool _previousWasLate;

    /// <summary>One more than the highest index seen.</summary>
    public long Next { get; private set; }

    /// <summary>True while every row so far came in its place.</summary>
    public bool Unbroken { get; private set; } = true;

    /// <summary>Whether the row is the next leaf of a tree with nothing missing before it.</summary>
    public bool Accept(long index, MerkleHash storedHash)
    {
        var late = false;
        if (index >= Next && index < long.MaxValue)
        {
            if (index > Next) Open(Next, index - 1);
            _newestHash = storedHash;
            Next = index + 1;
        }
        else if (Close(index))
        {
            late = true;
            // Rows that follow on from a late row are the same displacement.
            if (!_previousWasLate || index != _previous + 1)
                faults.AddRow(LogFaultKind.ReorderedRow, index, $"Row {index} comes after row {_previous}.");
        }
        else
        {
            Repeat(index, storedHash);
            return false;
        }
        (_previous, _previousWasLate) = (index, late);
        return Unbroken;
    }

    public IEnumerable<LogFault> Removed() => _gaps.Select(gap => Removed(gap.First, gap.Last));

    private void Repeat(long index, MerkleHash storedHash)
    {
        if (index is < 0 or long.MaxValue)
            faults.AddRow(LogFaultKind.InsertedRow, index, $"A row carries the index {index}, which no log has.");
        else if (index == Next - 1 && storedHash == _newestHash)
            faults.AddRow(LogFaultKind.DuplicatedRow, index, $"Row {index} is there twice.");
        else
            faults.AddRow(LogFaultKind.InsertedRow, index, $"A second row carries the index {index}.");
    }

    private void Open(long first, long last)
    {
        Unbroken = false;
        if (_gaps.Count < MostGaps) _gaps.Add((first, last));
        else faults.Add(Removed(first, last));
    }

    private bool Close(long index)
    {
        var at = _gaps.FindIndex(gap => gap.First <= index && index <= gap.Last);
        if (at < 0) return false;
        var (first, last) = _gaps[at];
        _gaps.RemoveAt(at);
        if (index < last) _gaps.Insert(at, (index + 1, last));
        if (first < index) _gaps.Insert(at, (first, index - 1));
        return true;
    }

    private static LogFault Removed(long first, long last) => new(LogFaultKind.RemovedRow, first, null,
        first == last ? $"Row {first} is missing." : $"Rows {first} to {last} are missing.");
}
