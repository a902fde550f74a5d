using NhiPortal.Connectors.People;

namespace NhiPortal.Features.People;

/// <summary>Where people come from.</summary>
public enum PeopleSourceKind
{
    /// <summary>From signing in alone; an administrator may upload a file.</summary>
    None,
    Csv,
    Ldap,
    Graph,
}

/// <summary>What an operator may set about people (section "People").</summary>
public sealed record PeopleSettings
{
    public PeopleSourceKind Source { get; init; }

    /// <summary>The file that Csv reads every hour; without one, people are uploaded on the page.</summary>
    public string? File { get; init; }

    /// <summary>Key of the tenant that new people belong to.</summary>
    public string? Tenant { get; init; }

    /// <summary>One sync that would take away more than this share of the active people changes nothing until it is confirmed.</summary>
    public int MissingPercent { get; init; } = 10;

    /// <summary>As long as fewer than this many would go, the share does not matter.</summary>
    public int MissingAtLeast { get; init; } = 5;

    /// <summary>How long a deputy has to answer before the manager is asked to take over.</summary>
    public int SuccessionDays { get; init; } = 3;

    public LdapPeopleSettings Ldap { get; init; } = new();

    public GraphPeopleSettings Graph { get; init; } = new();
}
