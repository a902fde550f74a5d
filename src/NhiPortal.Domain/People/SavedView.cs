namespace NhiPortal.Domain.People;

/// <summary>How one person likes to look at a list: a name for its filters and order. It is theirs alone.</summary>
public sealed class SavedView
{
    /// <summary>More than these nobody finds again.</summary>
    public const int Most = 30;

    public const int LongestName = 60, LongestQuery = 2000;

    private SavedView() { }

    public Guid Id { get; private set; }
    public PersonId PersonId { get; private set; }

    /// <summary>The address of the list, such as <c>/owners</c>.</summary>
    public string Place { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>What follows the place in the address, its question mark included; empty for the list as it comes.</summary>
    public string Query { get; private set; } = "";

    public int Version { get; private set; }

    public static SavedView Keep(PersonId person, string place, string name, string query, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), PersonId = person, Place = place, Name = name, Query = query };

    /// <summary>Shows something else under the same name from now on.</summary>
    public void Show(string query) => (Query, Version) = (query, Version + 1);

    public void Rename(string name) => (Name, Version) = (name, Version + 1);
}
