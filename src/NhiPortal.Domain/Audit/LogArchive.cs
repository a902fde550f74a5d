namespace NhiPortal.Domain.Audit;

/// <summary>How far the events of an archive are on their way out of the database.</summary>
public enum LogArchiveState
{
    /// <summary>The file is there and was read back; every event is still in the database.</summary>
    Written,

    /// <summary>One person asked to take the events out of the database.</summary>
    Asked,

    /// <summary>A second person agreed; the events leave in steps.</summary>
    Removing,

    /// <summary>The database holds their hashes only.</summary>
    Removed,

    /// <summary>The file was not what was written; the stretch is archived anew.</summary>
    Discarded,
}

/// <summary>
/// A stretch at the beginning of the log whose events are past retention, and the signed file they were written to. Events
/// leave the database only after one person asked and another agreed.
/// </summary>
public sealed class LogArchive
{
    private LogArchive() { }

    public LogArchiveId Id { get; private set; }
    public long First { get; private set; }

    /// <summary>One more than the last leaf in it.</summary>
    public long End { get; private set; }

    /// <summary>The signed checkpoint the file is proved under.</summary>
    public long CheckpointSize { get; private set; }

    /// <summary>The file's name in the folder of archives.</summary>
    public string File { get; private set; } = "";

    public string Sha256 { get; private set; } = "";
    public long Bytes { get; private set; }
    public DateTimeOffset OldestAt { get; private set; }
    public DateTimeOffset NewestAt { get; private set; }

    /// <summary>The end of retention when it was written: every event in it is older.</summary>
    public DateTimeOffset Before { get; private set; }

    public DateTimeOffset WrittenAt { get; private set; }
    public LogArchiveState State { get; private set; }
    public PersonId? AskedById { get; private set; }
    public string? AskedBy { get; private set; }
    public DateTimeOffset? AskedAt { get; private set; }
    public string? Reason { get; private set; }
    public PersonId? AgreedById { get; private set; }
    public string? AgreedBy { get; private set; }
    public DateTimeOffset? AgreedAt { get; private set; }

    /// <summary>Leaves before this one have left the database.</summary>
    public long RemovedTo { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it does not go on, or why it was discarded.</summary>
    public string? Trouble { get; private set; }

    public int Version { get; private set; }

    public LogStretch Stretch => new(First, End);

    public static LogArchive Write(LogArchiveId id, LogStretch stretch, LogArchiveFile file, DateTimeOffset before, DateTimeOffset now) =>
        file.NewestAt >= before
            ? throw new ArgumentException("An event inside retention is never archived.", nameof(file))
            : new()
            {
                Id = id, First = stretch.First, End = stretch.End, RemovedTo = stretch.First, CheckpointSize = file.CheckpointSize, File = file.Name, Sha256 = file.Sha256,
                Bytes = file.Bytes, OldestAt = file.OldestAt, NewestAt = file.NewestAt, Before = before, WrittenAt = now,
            };

    public Refusal? Ask(PersonId by, string name, string reason, DateTimeOffset now)
    {
        if (State != LogArchiveState.Written)
            return new("not_waiting", "This archive does not wait for anybody to ask.");
        (State, AskedById, AskedBy, AskedAt, Reason, Version) = (LogArchiveState.Asked, by, name, now, reason, Version + 1);
        return null;
    }

    /// <summary>Why this person cannot be the second; null when they can.</summary>
    public Refusal? WhyNotAgree(PersonId by) => State != LogArchiveState.Asked ? new("not_asked", "Nobody has asked to take these events out of the database.")
        : AskedById == by ? new("own_removal", "You asked for it yourself; another person must agree.")
        : null;

    public Refusal? Agree(PersonId by, string name, DateTimeOffset now)
    {
        if (WhyNotAgree(by) is { } refused)
            return refused;
        (State, AgreedById, AgreedBy, AgreedAt, Version) = (LogArchiveState.Removing, by, name, now, Version + 1);
        return null;
    }

    /// <summary>Back to the file alone; whoever asked may think better of it, too.</summary>
    public Refusal? Decline()
    {
        if (State != LogArchiveState.Asked)
            return new("not_asked", "Nobody has asked to take these events out of the database.");
        (State, AskedById, AskedBy, AskedAt, Reason, Version) = (LogArchiveState.Written, null, null, null, null, Version + 1);
        return null;
    }

    /// <summary>The file is not what was written. Nothing has left the database yet, so nothing is lost.</summary>
    public void Discard(string trouble, DateTimeOffset now)
    {
        if (State is LogArchiveState.Removing or LogArchiveState.Removed)
            throw new InvalidOperationException("Events of this archive may have left the database; its file is all there is of them.");
        (State, EndedAt, Trouble, Version) = (LogArchiveState.Discarded, now, trouble, Version + 1);
    }

    /// <summary>Leaves before this one have left the database now.</summary>
    public void Advance(long to, DateTimeOffset now)
    {
        if (State != LogArchiveState.Removing || to <= RemovedTo || to > End)
            throw new InvalidOperationException("Only what two people agreed on leaves the database, and in order.");
        (RemovedTo, Trouble, Version) = (to, null, Version + 1);
        if (to == End)
            (State, EndedAt) = (LogArchiveState.Removed, now);
    }

    /// <summary>Says why removing waits; true when that is news.</summary>
    public bool Wait(string trouble)
    {
        if (Trouble == trouble)
            return false;
        (Trouble, Version) = (trouble, Version + 1);
        return true;
    }
}

/// <summary>The signed file of an archive as it was read back.</summary>
public sealed record LogArchiveFile(string Name, string Sha256, long Bytes, long CheckpointSize, DateTimeOffset OldestAt, DateTimeOffset NewestAt);
