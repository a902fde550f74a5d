namespace NhiPortal.Domain.People;

/// <summary>What a sync does about one person.</summary>
public enum PersonChangeKind
{
    Created,
    Changed,
    Disabled,
    Left,
    Returned,
}

/// <summary>How a line of a sync's outcome is meant.</summary>
public enum SyncLineKind
{
    Done,

    /// <summary>Taken over without the part that is wrong.</summary>
    Noted,

    /// <summary>Not taken over; whoever it is stays as known.</summary>
    Refused,
}

/// <summary>One line of a sync's outcome, for a person to read.</summary>
public sealed record SyncLine(SyncLineKind Kind, string Sentence);

/// <summary>One person to create or change. Who has left has no entry; who is new is not known.</summary>
public sealed record PersonChange(PersonChangeKind Kind, DirectoryEntry? Entry, KnownPerson? Known)
{
    public string Name => Entry?.Name ?? Known!.Name;

    public string Sentence => Kind switch
    {
        PersonChangeKind.Created => Entry!.Enabled ? $"{Name} is new." : $"{Name} is new and disabled.",
        PersonChangeKind.Disabled => $"{Name} is disabled.",
        PersonChangeKind.Left => $"{Name} has left.",
        PersonChangeKind.Returned => $"{Name} is back.",
        _ => $"{Name}: {string.Join(", ", Parts)}.",
    };

    /// <summary>False when only the directory that vouches for them is new.</summary>
    public bool IsVisible => Kind != PersonChangeKind.Changed || Parts.Any();

    private IEnumerable<string> Parts
    {
        get
        {
            if (Known is null || Entry is null)
                yield break;
            if (Known.Name != Entry.Name)
                yield return $"was called {Known.Name}";
            if (Known.Mail != Entry.Mail)
                yield return $"mail {(Entry.Mail.Length > 0 ? Entry.Mail : "removed")}";
            if (!string.Equals(Known.Manager, Entry.Manager, StringComparison.OrdinalIgnoreCase))
                yield return Entry.Manager is null ? "no manager" : "another manager";
            if (Known.External != Entry.External)
                yield return Entry.External ? "now a guest" : "no guest any more";
        }
    }

    public string ObjectId => Known?.ObjectId ?? Entry!.ObjectId;
}

/// <summary>Everything one reading of a directory would change, worked out before anything is written.</summary>
/// <param name="Changes">Whoever leads a new person comes before them.</param>
/// <param name="Lines">What is wrong with the reading.</param>
/// <param name="Found">How many entries were read.</param>
/// <param name="Known">Active people this directory vouches for, or just matched.</param>
/// <param name="Going">How many of them would stop being active.</param>
public sealed record PeoplePlan(IReadOnlyList<PersonChange> Changes, IReadOnlyList<SyncLine> Lines, int Found, int Known, int Going)
{
    /// <summary>What is wrong first, then who goes, then everything else.</summary>
    public IReadOnlyList<SyncLine> Told =>
    [
        .. Lines.OrderByDescending(line => line.Kind),
        .. Changes.Where(change => change.IsVisible).OrderByDescending(change => change.Kind is PersonChangeKind.Left or PersonChangeKind.Disabled)
            .Select(change => new SyncLine(SyncLineKind.Done, change.Sentence)),
    ];

    public int Count(PersonChangeKind kind) => Changes.Count(change => change.Kind == kind);

    /// <summary>Why the reading looks like half an answer rather than the truth; null when it does not.</summary>
    public Refusal? Suspicion(int percent, int atLeast)
    {
        if (Found == 0)
            return Known == 0 ? null : new("sync_empty", $"The directory answered with nobody, but {Known} people are known from it. Nothing was changed.");
        return Going >= atLeast && Going * 100L > (long)percent * Known
            ? new("sync_small", $"{Going} of {Known} people would stop being active, more than the {percent} % one sync may take away. Nothing was changed.")
            : null;
    }
}
