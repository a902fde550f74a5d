namespace NhiPortal.Domain.Audit;

/// <summary>Rebuilds the tree from the rows and compares it with each checkpoint as its size is reached.</summary>
internal sealed class LogRoots(IEnumerable<Checkpoint> checkpoints, ICollection<MerkleNode>? completed)
{
    private readonly Checkpoint[] _checkpoints = [.. checkpoints.OrderBy(c => c.TreeSize)];
    private readonly MerkleFrontier _tree = new();
    private Checkpoint? _firstBad;
    private long _goodBeforeBad;
    private int _compared;

    public MerkleFrontier Tree => _tree;

    public int Confirmed { get; private set; }

    public int Failed => _checkpoints.Length - Confirmed;

    public long ConfirmedSize { get; private set; }

    public void Append(MerkleHash leafHash)
    {
        if (_tree.Size == 0) Compare();
        _tree.Append(leafHash, completed);
        Compare();
    }

    public IEnumerable<LogFault> Faults(LogOrder order)
    {
        if (_tree.Size == 0) Compare();
        if (_checkpoints.Length == 0 && order.Next > 0)
            yield return new LogFault(LogFaultKind.NoCheckpoint, null, null, "No validly signed checkpoint vouches for these rows.");
        if (_checkpoints is [.., var newest] && newest.TreeSize > order.Next)
            yield return new LogFault(LogFaultKind.CutTail, order.Next, newest.TreeSize,
                $"The log ends before row {order.Next}, but a checkpoint was signed over {newest.TreeSize} rows.");
        if (_firstBad is not null)
            yield return Mismatch(_firstBad);
        if (_checkpoints.Skip(_compared).FirstOrDefault(c => c.TreeSize <= order.Next) is { } open)
            yield return new LogFault(LogFaultKind.UnconfirmedCheckpoint, null, open.TreeSize,
                $"The checkpoint over {open.TreeSize} rows cannot be confirmed: rows before it are missing or out of order.");
    }

    private void Compare()
    {
        if (_compared == _checkpoints.Length || _checkpoints[_compared].TreeSize != _tree.Size) return;
        var root = _tree.Root();
        for (; _compared < _checkpoints.Length && _checkpoints[_compared].TreeSize == _tree.Size; _compared++)
        {
            if (_checkpoints[_compared].Root == root)
            {
                Confirmed++;
                ConfirmedSize = _tree.Size;
            }
            else if (_firstBad is null)
            {
                _firstBad = _checkpoints[_compared];
                _goodBeforeBad = ConfirmedSize;
            }
        }
    }

    private LogFault Mismatch(Checkpoint bad) => new(LogFaultKind.RootMismatch, _goodBeforeBad, bad.TreeSize,
        ConfirmedSize >= bad.TreeSize
            ? $"A checkpoint over {bad.TreeSize} rows contradicts the log, yet another over {ConfirmedSize} confirms it."
            : $"The checkpoint over {bad.TreeSize} rows does not fit: rows {_goodBeforeBad} to {bad.TreeSize - 1} are not as signed.");
}
