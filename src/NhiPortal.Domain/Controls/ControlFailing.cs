namespace NhiPortal.Domain.Controls;

/// <summary>What kind of thing fails, which decides where it is put right.</summary>
public enum FailingKind
{
    Integration,
    Credential,
    Request,
    Target,
    Vendor,
    Finding,
    Revocation,
    Stop,
    BreakGlass,
    Person,
    Policy,
    Channel,
    Review,
    Issuer,
    Event,
    Archive,
}

/// <summary>One of the first things that failed an evidence query when it was last measured; the next measurement replaces them.</summary>
public sealed class ControlFailing
{
    /// <summary>So many are kept of each query and tenant: who must put thousands right begins with these.</summary>
    public const int Most = 100;

    private ControlFailing() { }

    public TenantId TenantId { get; private set; }
    public string Query { get; private set; } = "";

    /// <summary>From 1, in the order of names.</summary>
    public int Number { get; private set; }

    public FailingKind Kind { get; private set; }
    public Guid Thing { get; private set; }

    /// <summary>What pages call it by: a key, or the number of a version.</summary>
    public string Key { get; private set; } = "";

    public string Name { get; private set; } = "";
    public string? Detail { get; private set; }
    public DateTimeOffset? Since { get; private set; }

    public static ControlFailing Of(TenantId tenant, string query, int number, FailingThing failing) => new()
    {
        TenantId = tenant,
        Query = query,
        Number = number,
        Kind = failing.Kind,
        Thing = failing.Thing,
        Key = Text.Kept(failing.Key, Text.Resource),
        Name = Text.Kept(failing.Name, Text.Reason),
        Detail = Text.Shortened(failing.Detail, Text.Reason),
        Since = failing.Since,
    };
}

/// <summary>What fails, by what its page calls it, and why.</summary>
public readonly record struct FailingThing(FailingKind Kind, Guid Thing, string Key, string Name, string? Detail, DateTimeOffset? Since);
