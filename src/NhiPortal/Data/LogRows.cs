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

/// <summary>A signed statement of the tree's size and root.</summary>
public sealed class LogCheckpoint
{
    public required long Size { get; init; }
    public required byte[] Root { get; init; }
    public required DateTimeOffset SignedAt { get; init; }
    public required string Jws { get; init; }
}
