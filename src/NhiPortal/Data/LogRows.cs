using NhiPortal.Domain.Audit;

namespace NhiPortal.Data;

/// <summary>Decisions of one group commit, as JSON lines: durable at once, made into audit events by the sequencer.</summary>
public sealed class JournalEntry
{
    public long Id { get; init; }
    public required byte[] Lines { get; init; }
    public required int Count { get; init; }
}

/// <summary>The one row that says how far the audit tree has grown; its version lets one sequencer win at a time.</summary>
public sealed class LogState
{
    public int Id { get; init; } = 1;
    public long Size { get; set; }
    public byte[] Frontier { get; set; } = [];
    public long Version { get; set; }
}

/// <summary>The hash of a complete subtree at a level that is a multiple of eight; what lies between is computed.</summary>
public sealed class LogNode
{
    public required int Level { get; init; }
    public required long Index { get; init; }
    public required byte[] Hash { get; init; }
}

/// <summary>The 256 leaf hashes of events that were archived and have left the database: what the tree needs of them for ever.</summary>
public sealed class LogTile
{
    /// <summary>It begins at leaf 256 times this.</summary>
    public required long Index { get; init; }

    public required byte[] Hashes { get; init; }

    /// <summary>How many leaves have left the database, always at the log's beginning.</summary>
    internal static long LeavesOf(long? lastIndex) => lastIndex is { } last ? (last + 1) * MerkleTree.TileWidth : 0;
}

/// <summary>A signed statement of the tree's size and root.</summary>
public sealed class LogCheckpoint
{
    public required long Size { get; init; }
    public required byte[] Root { get; init; }
    public required DateTimeOffset SignedAt { get; init; }
    public required string Jws { get; init; }
}

/// <summary>A checkpoint that a second place has taken, and what that place gave for it.</summary>
public sealed class LogAnchor
{
    public required long Size { get; init; }
    public required AnchorPlace Place { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The authority's whole answer, as it came; of other places nothing.</summary>
    public byte[]? Proof { get; init; }
}

/// <summary>How keeping checkpoints in one place goes.</summary>
public sealed class AnchorStanding
{
    public required AnchorPlace Place { get; init; }

    /// <summary>The largest checkpoint it has taken, and when.</summary>
    public long Size { get; private set; }

    public DateTimeOffset? At { get; private set; }
    public DateTimeOffset? FailingSince { get; private set; }
    public string? Trouble { get; private set; }
    public int Version { get; private set; }

    public void Took(long size, DateTimeOffset now)
    {
        (Size, At, FailingSince, Trouble) = (Math.Max(Size, size), now, null, null);
        Version++;
    }

    public void Refused(string trouble, DateTimeOffset now)
    {
        (FailingSince, Trouble) = (FailingSince ?? now, trouble);
        Version++;
    }
}
