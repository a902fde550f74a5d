using System.Linq.Expressions;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Integrations;

/// <summary>One integration as a list orders and filters it; every member stands in the lists' covering indexes.</summary>
public sealed record IntegrationEntry
{
    public required IntegrationId Id { get; init; }
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required TenantId Tenant { get; init; }
    public required Standing Standing { get; init; }
    public required IntegrationKind Kind { get; init; }
    public required DeploymentEnvironment Environment { get; init; }
    public required IntegrationStatus Status { get; init; }
    public int Risk { get; init; }

    internal static readonly Expression<Func<Integration, IntegrationEntry>> Of = i => new()
    {
        Id = i.Id,
        Key = i.Key,
        Name = i.Name,
        Tenant = i.TenantId,
        Standing = i.Standing,
        Kind = i.Kind,
        Environment = i.Environment,
        Status = i.Status,
        Risk = i.RiskScore,
    };

    internal string SortValue(IntegrationSort by) => by switch
    {
        IntegrationSort.Standing => Standing.ToString("D"),
        IntegrationSort.Kind => Kind.Title(),
        IntegrationSort.Status => Status.ToString("D"),
        _ => "",
    };
}

/// <summary>How many integrations share everything a list filters by; the example carries the shared values.</summary>
internal sealed record FacetGroup(IntegrationEntry Example, long Count);

/// <summary>One page of a list, the number of all that pass the filter, and how many stand how.</summary>
public sealed record IntegrationPage(IReadOnlyList<IntegrationEntry> Entries, long Total, IReadOnlyDictionary<Standing, long> Standings);
