using System.Security.Cryptography;
using System.Text;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

internal sealed record SampleRow(long Index, byte[] Body, MerkleHash Hash)
{
    public static SampleRow Of(long index, string body) =>
        new(index, Encoding.UTF8.GetBytes(body), MerkleTree.LeafHash(Encoding.UTF8.GetBytes(body)));

    /// <summary>The row with another body and a hash to match, as a forger with the database would write it.</summary>
    public SampleRow Rewritten() => Of(Index, Encoding.UTF8.GetString(Body) + "!");
}

/// <summary>A log of rows with a signed checkpoint after each of the given sizes, open to tampering.</summary>
internal sealed class SampleLog : IDisposable
{
    public const string Origin = "test/log";

    public SampleLog(int size, params int[] checkpoints)
    {
        var tree = new MerkleFrontier();
        for (var i = 0; i <= size; i++)
        {
            if (checkpoints.Contains(i)) Sign(Checkpoint.Of(Origin, tree, DateTimeOffset.UnixEpoch.AddSeconds(i)));
            if (i == size) break;
            Rows.Add(SampleRow.Of(i, $$"""{"n":{{i}}}"""));
            tree.Append(Rows[i].Hash);
        }
    }

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public List<SampleRow> Rows { get; } = [];

    public List<string> Checkpoints { get; } = [];

    public void Sign(Checkpoint checkpoint) => Checkpoints.Add(checkpoint.Sign(Key));

    /// <summary>Moves every index from a position on, as an insertion or removal that covers its trace does.</summary>
    public void Renumber()
    {
        for (var i = 0; i < Rows.Count; i++) Rows[i] = Rows[i] with { Index = i };
    }

    public LogReport Verify()
    {
        var verification = new LogVerification(Origin, Checkpoints, [Key]);
        foreach (var row in Rows) verification.Add(row.Index, row.Body, row.Hash);
        return verification.Finish();
    }

    public void Dispose() => Key.Dispose();
}
