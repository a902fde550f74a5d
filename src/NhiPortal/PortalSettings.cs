namespace NhiPortal;

/// <summary>What the portal starts with when its database is empty.</summary>
public enum SeedKind
{
    None,
    Demo,
    Large,
}

/// <summary>Settings of the program itself: where it writes and what it starts with.</summary>
public sealed record PortalSettings
{
    /// <summary>Everything the program writes to disk goes here.</summary>
    public string Data { get; init; } = "data";

    /// <summary>Fills an empty database; a database with anything in it is never touched.</summary>
    public SeedKind? Seed { get; init; }

    /// <summary>Name of the first tenant of an empty portal.</summary>
    public string Organisation { get; init; } = "Home organisation";
}
