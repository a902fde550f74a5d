namespace NhiPortal.Domain.People;

/// <summary>How one sync ended.</summary>
public enum SyncStatus
{
    Applied,

    /// <summary>The reading failed; nothing was changed.</summary>
    Failed,

    /// <summary>The reading looked like half an answer; nothing was changed until an administrator confirms it.</summary>
    Held,

    /// <summary>A held one that an administrator has confirmed, once.</summary>
    Confirmed,
}

/// <summary>The record of one reading of a directory: what it found, changed and refused, or why it changed nothing.</summary>
public sealed class PeopleSync
{
    /// <summary>More lines than this nobody reads; the rest is counted.</summary>
    public const int MostLines = 300;

    private PeopleSync() { }

    public Guid Id { get; private set; }
    public string Source { get; private set; } = "";
    public SyncStatus Status { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset EndedAt { get; private set; }
    public string StartedBy { get; private set; } = "";
    public int Found { get; private set; }
    public int Created { get; private set; }
    public int Changed { get; private set; }
    public int Disabled { get; private set; }
    public int HaveLeft { get; private set; }
    public int Returned { get; private set; }
    public int Refused { get; private set; }

    /// <summary>Active people known from the source, and how many of them would have stopped being active.</summary>
    public int Known { get; private set; }
    public int Going { get; private set; }

    /// <summary>Why nothing was changed; null when it was applied.</summary>
    public string? Problem { get; private set; }

    public IReadOnlyList<SyncLine> Lines { get; private set; } = [];
    public int MoreLines { get; private set; }

    public int Version { get; private set; }

    public int Changes => Created + Changed + Disabled + HaveLeft + Returned;

    public static PeopleSync Of(SyncStatus status, string source, string by, PeoplePlan? plan, string? problem, DateTimeOffset started, DateTimeOffset now)
    {
        var lines = plan?.Told ?? [];
        return new()
        {
            Id = Guid.CreateVersion7(now),
            Source = source,
            Status = status,
            StartedAt = started,
            EndedAt = now,
            StartedBy = by,
            Found = plan?.Found ?? 0,
            Created = plan?.Count(PersonChangeKind.Created) ?? 0,
            Changed = plan?.Count(PersonChangeKind.Changed) ?? 0,
            Disabled = plan?.Count(PersonChangeKind.Disabled) ?? 0,
            HaveLeft = plan?.Count(PersonChangeKind.Left) ?? 0,
            Returned = plan?.Count(PersonChangeKind.Returned) ?? 0,
            Refused = plan?.Lines.Count(line => line.Kind == SyncLineKind.Refused) ?? 0,
            Known = plan?.Known ?? 0,
            Going = plan?.Going ?? 0,
            Problem = problem,
            Lines = [.. lines.Take(MostLines)],
            MoreLines = Math.Max(0, lines.Count - MostLines),
        };
    }

    /// <summary>An administrator takes the reading for true; it can be confirmed once.</summary>
    public Result<Done> Confirm()
    {
        if (Status != SyncStatus.Held)
            return new Refusal("not_held", "There is no sync waiting to be confirmed. Sync again and look at what it says.");
        Status = SyncStatus.Confirmed;
        Version++;
        return default(Done);
    }
}
