using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Integrations;

/// <summary>What narrows a list of integrations; with nothing set it lists all that the actor may see.</summary>
public sealed record IntegrationFilter
{
    /// <summary>How the name or the key begins, whatever the case.</summary>
    public string? Text { get; init; }

    public Standing? Standing { get; init; }
    public IntegrationKind? Kind { get; init; }
    public DeploymentEnvironment? Environment { get; init; }
    public IntegrationStatus? Status { get; init; }

    /// <summary>The least risk score.</summary>
    public int? Risk { get; init; }

    /// <summary>The tenant's key.</summary>
    public string? Tenant { get; init; }

    /// <summary>The vendor's key.</summary>
    public string? Vendor { get; init; }

    /// <summary>The key of a target it reaches.</summary>
    public string? Target { get; init; }

    /// <summary>Who owns it, or a target it reaches, or is asked to.</summary>
    public PersonId? Owner { get; init; }

    /// <summary>Reads the filters from an address; what is not understood narrows nothing.</summary>
    public static IntegrationFilter From(ListQuery query, PersonId? me) => new()
    {
        Text = query.Q,
        Standing = Value<Standing>(query, "standing"),
        Kind = Value<IntegrationKind>(query, "kind"),
        Environment = Value<DeploymentEnvironment>(query, "environment"),
        Status = Value<IntegrationStatus>(query, "status"),
        Risk = int.TryParse(query.Filter("risk"), out var least) && least is > 0 and <= 100 ? least : null,
        Tenant = query.Filter("tenant"),
        Vendor = query.Filter("vendor"),
        Target = query.Filter("target"),
        Owner = query.Filter("owner") switch
        {
            "me" => me,
            { } text when Guid.TryParse(text, out var id) => new PersonId(id),
            _ => null,
        },
    };

    /// <summary>Whether the entry passes everything but text, owner, vendor, target and tenant, which are questions to the database.</summary>
    internal bool Passes(IntegrationEntry entry) => PassesButStanding(entry) && (Standing is null || entry.Standing == Standing);

    internal bool PassesButStanding(IntegrationEntry entry) =>
        (Kind is null || entry.Kind == Kind) && (Environment is null || entry.Environment == Environment) && (Status is null || entry.Status == Status);

    private static T? Value<T>(ListQuery query, string name) where T : struct, Enum =>
        Enum.TryParse<T>(query.Filter(name), true, out var value) && Enum.IsDefined(value) ? value : null;
}

/// <summary>What a list of integrations can be sorted by; within equals, by name.</summary>
public enum IntegrationSort
{
    Standing,
    Name,
    Kind,
    Status,
    Risk,
}

/// <summary>The order of a list of integrations: gaps first unless asked otherwise.</summary>
public sealed record IntegrationOrder(IntegrationSort By, bool Descending)
{
    public static IntegrationOrder From(ListQuery query, IntegrationSort otherwise = IntegrationSort.Standing) =>
        Enum.TryParse<IntegrationSort>(query.Sort, true, out var by) && Enum.IsDefined(by) ? new(by, query.Descending) : new(otherwise, false);
}
