using System.Security.Cryptography;

namespace NhiPortal.Domain.Audit;

/// <summary>
/// Reads a whole log once, in order, and names the places where it differs from its signed checkpoints. The checkpoints
/// come first, because only then does the reading need no memory of the rows.
/// </summary>
public sealed class LogVerification
{
    private const int MostFaults = 20;
    private const int MostBadCheckpoints = 4;

    private readonly LogFaults _rowFaults = new(MostFaults);
    private readonly LogFaults _badCheckpoints = new(MostBadCheckpoints);
    private readonly LogOrder _order;
    private readonly LogRoots _roots;
    private long _rows;

    /// <summary>
    /// Trusts checkpoints, given as compact JWS, of this origin under any of these keys. Collects in
    /// <paramref name="completed"/> what the stored nodes of the tree should be.
    /// </summary>
    public LogVerification(
        string origin, IReadOnlyList<string> checkpoints, IReadOnlyList<ECDsa> publicKeys, ICollection<MerkleNode>? completed = null)
    {
        var good = new List<Checkpoint>(checkpoints.Count);
        for (var i = 0; i < checkpoints.Count; i++)
        {
            var jws = checkpoints[i];
            var checkpoint = publicKeys.Select(key => Checkpoint.Verify(jws, key)).FirstOrDefault(c => c is not null);
            if (checkpoint is null) AddBad(i, jws, "is not validly signed");
            else if (checkpoint.Origin != origin) AddBad(i, jws, "belongs to another log");
            else good.Add(checkpoint);
        }
        _order = new LogOrder(_rowFaults);
        _roots = new LogRoots(good, completed);
    }

    /// <summary>The tree of the rows so far; null once one was missing or out of its place.</summary>
    public MerkleFrontier? Tree => _order.Unbroken ? _roots.Tree : null;

    public void Add(long leafIndex, ReadOnlySpan<byte> canonicalBody, MerkleHash storedHash) =>
        Add(leafIndex, MerkleTree.LeafHash(canonicalBody) == storedHash, storedHash);

    /// <summary>Adds a row whose body was compared with its hash elsewhere, so that several readers may do that at once.</summary>
    public void Add(long leafIndex, bool bodyMatches, MerkleHash storedHash)
    {
        _rows++;
        if (!bodyMatches)
            _rowFaults.AddRow(LogFaultKind.ChangedRow, leafIndex, $"The body of row {leafIndex} does not match its hash.");
        // The tree takes the stored hash: a changed body is named above, and does not hide a second fault further on.
        if (_order.Accept(leafIndex, storedHash)) _roots.Append(storedHash);
    }

    /// <summary>The outcome over the rows given so far, taken as all there are.</summary>
    public LogReport Finish()
    {
        LogFault[] whole = [.. _roots.Faults(_order)];
        LogFault[] removed = [.. _order.Removed()];
        var inPlace = _rowFaults.Kept.Concat(removed).OrderBy(fault => fault.LeafIndex);
        return new LogReport
        {
            Rows = _rows,
            ConfirmedSize = _roots.ConfirmedSize,
            CheckpointsConfirmed = _roots.Confirmed,
            CheckpointsFailed = _roots.Failed + (int)_badCheckpoints.Count,
            FaultCount = whole.Length + removed.Length + _rowFaults.Count + _badCheckpoints.Count,
            Faults = [.. whole.Concat(_badCheckpoints.Kept).Concat(inPlace).Take(MostFaults)],
        };
    }

    private void AddBad(int position, string jws, string why) => _badCheckpoints.Add(new LogFault(
        LogFaultKind.BadCheckpoint, null, CheckpointJws.Claim(jws)?.TreeSize, $"Checkpoint {position + 1} in the list {why}."));
}
