using System.Globalization;
using System.Text;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Evidence.Verifying;

/// <summary>Builds the tree again from the events in the package and the hashes of what is left out, and compares checkpoints on the way.</summary>
internal sealed class TreeCheck(LineReader omitted, IReadOnlyDictionary<long, MerkleHash> kept, PackageFaults faults)
{
    private const string File = "proof/omitted.txt";
    private readonly MerkleFrontier tree = new();
    private bool broken;

    public long Size => tree.Size;

    public MerkleHash Root => tree.Root();

    /// <summary>Sizes at which a checkpoint that was kept elsewhere fits.</summary>
    public HashSet<long> Fitting { get; } = [];

    /// <summary>False when the event cannot stand where it says.</summary>
    public bool Event(long leaf, MerkleHash hash)
    {
        Pass(leaf);
        if (broken)
            return false;
        if (tree.Size != leaf)
        {
            faults.Add($"event at leaf {leaf}", $"It comes where leaf {tree.Size} is due: events are out of order, doubled or left out without a hash.");
            broken = true;
            return false;
        }

        tree.Append(hash);
        Compare();
        return true;
    }

    /// <summary>Takes what is left out up to a size.</summary>
    public void Pass(long size)
    {
        while (!broken && tree.Size < size)
        {
            if (!omitted.TryNext(out var line))
            {
                Break($"It ends at leaf {tree.Size}, before {size}: something between is missing.");
                return;
            }

            if (Read(line) is not { } node || !tree.TryAppend(node.Level, node.Hash))
            {
                Break($"The hash that is due at leaf {tree.Size} is not there.");
                return;
            }

            Compare();
        }
    }

    public void End(long size)
    {
        Pass(size);
        if (!broken && (tree.Size != size || omitted.TryNext(out _)))
            Break($"The tree has {tree.Size} leaves, but {size} were signed.");
    }

    private void Break(string sentence)
    {
        faults.Add(File, sentence);
        broken = true;
    }

    private (int Level, MerkleHash Hash)? Read(ReadOnlySpan<byte> line)
    {
        var text = Encoding.ASCII.GetString(line);
        return text.Split(' ') is [var begin, var level, var hex] && begin == tree.Size.ToString(CultureInfo.InvariantCulture)
            && int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var height) && MerkleHash.TryParse(hex, out var hash) && hash.ToString() == hex
                ? (height, hash) : null;
    }

    private void Compare()
    {
        if (!kept.TryGetValue(tree.Size, out var root))
            return;
        if (root == tree.Root())
            Fitting.Add(tree.Size);
        else
            faults.Add("the log", $"The checkpoint over {tree.Size} events that was kept elsewhere has another root: this is another history than the one it was signed over.");
    }
}
