using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Controls;

/// <summary>One named question the catalogue asks of the portal's own data. Stateless; found by scan; it counts in SQL and never reads everything.</summary>
public interface IEvidenceQuery
{
    /// <summary>The catalogue's name for it, for ever: stored results go by it.</summary>
    string Name { get; }

    /// <summary>What it looks at and when one of these fails, in one plain sentence.</summary>
    string Measures { get; }

    /// <summary>What puts a failing one right.</summary>
    string Fix { get; }

    EvidenceLimit Limit => new();

    /// <summary>There is one of it for all tenants, so that every tenant's result is the same and they are not added up.</summary>
    bool PortalWide => false;

    Evidence Of(EvidenceScope scope);
}

/// <summary>Where and as of when something is measured.</summary>
/// <param name="Db">What is read.</param>
/// <param name="Tenants">The only tenants looked at; null for all.</param>
/// <param name="Now">The moment it is measured.</param>
public sealed record EvidenceScope(PortalDb Db, IReadOnlyList<TenantId>? Tenants, DateTimeOffset Now)
{
    /// <summary>How far back what happened counts.</summary>
    public const int PeriodDays = 90;

    /// <summary>How long something may take, as <see cref="DbTicks"/> counts it.</summary>
    public const long TicksOf5Minutes = 5 * TimeSpan.TicksPerMinute, TicksOf8Hours = 8 * TimeSpan.TicksPerHour, TicksOfADay = TimeSpan.TicksPerDay;

    public DateTimeOffset Since => Now.AddDays(-PeriodDays);

    public DateTimeOffset Ago(double days) => Now.AddDays(-days);

    public IQueryable<T> Rows<T>() where T : class => Db.Set<T>().AsNoTracking().InTenants(Tenants);
}

/// <summary>One thing that fails a query, and the page where it is put right.</summary>
public sealed record FailingObject
{
    public required FailingKind Kind { get; init; }
    public required Guid Id { get; init; }

    /// <summary>What pages call it by: a key, or the number of a version.</summary>
    public required string Key { get; init; }

    public required string Name { get; init; }
    public string? Detail { get; init; }
    public DateTimeOffset? Since { get; init; }

    /// <summary>Where not everybody who sees controls may go; null where everybody may.</summary>
    public Permission? Needs => Kind is FailingKind.Issuer or FailingKind.Channel ? Permission.Administer : null;

    public string Href => Kind switch
    {
        FailingKind.Integration => $"/integrations/{Uri.EscapeDataString(Key)}",
        FailingKind.Credential => $"/credentials/{Id}",
        FailingKind.Request => $"/requests/{Id}",
        FailingKind.Target => $"/targets/{Uri.EscapeDataString(Key)}",
        FailingKind.Vendor => $"/vendors/{Uri.EscapeDataString(Key)}",
        FailingKind.Finding => $"/findings/{Id}",
        FailingKind.Revocation => $"/revocations/{Id}",
        FailingKind.Stop => $"/stops/{Id}",
        FailingKind.BreakGlass => $"/break-glass/{Id}",
        FailingKind.Person => $"/people/{Id}",
        FailingKind.Policy => $"/policies/{Key}",
        FailingKind.Channel => $"/administration/channels/{Id}",
        FailingKind.Review => $"/reviews/{Id}",
        FailingKind.Issuer => "/administration#admin-trust",
        FailingKind.Archive => "/audit/retention#archives",
        _ => $"/audit/{Id}",
    };
}

/// <summary>A population and what fails of it, as queries that were not yet run; or why there is nothing to run.</summary>
public sealed class Evidence
{
    private readonly Func<CancellationToken, Task<int>>? population;
    private readonly string? nothing;

    private Evidence(Func<CancellationToken, Task<int>>? population, IQueryable<FailingObject>? failing, string nothing) => (this.population, Failing, this.nothing) = (population, failing, nothing);

    /// <summary>What fails; null where there is nothing to run.</summary>
    public IQueryable<FailingObject>? Failing { get; }

    /// <param name="population">What is looked at.</param>
    /// <param name="failing">Those of it that fail, as objects to show.</param>
    /// <param name="nothing">What it means when there is nothing to look at.</param>
    public static Evidence Of<T>(IQueryable<T> population, IQueryable<FailingObject> failing, string nothing) => new(stop => population.CountAsync(stop), failing, nothing);

    /// <summary>The portal holds no data for it today.</summary>
    public static Evidence Missing(string why) => new(null, null, why);

    /// <summary>The first of what fails by name; SQL keeps no more of them than are asked for.</summary>
    public Task<List<FailingObject>> FirstAsync(int most, CancellationToken cancellation) =>
        Failing!.OrderBy(row => row.Name).ThenBy(row => row.Key).Take(most).ToListAsync(cancellation);

    public async Task<EvidenceCount> CountAsync(CancellationToken cancellation) =>
        population is null || Failing is null ? new(0, 0, nothing)
        : await population(cancellation) is > 0 and var looked ? new(looked, Math.Min(looked, await Failing.CountAsync(cancellation)))
        : new(0, 0, nothing);
}
