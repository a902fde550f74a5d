namespace NhiPortal.Domain.People;

/// <summary>A person as a directory tells of them, or what is wrong with the entry.</summary>
public sealed record DirectoryEntry
{
    /// <summary>Where it stands, for whoever has to put it right: a line, a distinguished name, an object id.</summary>
    public required string Place { get; init; }

    /// <summary>The directory's own lasting id; empty when it could not be read.</summary>
    public required string ObjectId { get; init; }

    public string Name { get; init; } = "";
    public string Mail { get; init; } = "";
    public bool Enabled { get; init; } = true;

    /// <summary>The manager's object id; null for nobody.</summary>
    public string? Manager { get; init; }

    /// <summary>A guest: somebody else's employee.</summary>
    public bool External { get; init; }

    /// <summary>Why the entry cannot be taken for a person; whoever it is stays as known.</summary>
    public string? Fault { get; init; }
}

/// <summary>A person as the portal knows them before a sync.</summary>
public sealed record KnownPerson(
    PersonId Id, string ObjectId, string Name, string Mail, PersonStatus Status, string? Manager, bool External, string? Source)
{
    public bool Active => Status == PersonStatus.Active;
}
