using NhiPortal.Connectors;
using NhiPortal.Connectors.Vaults;
using NhiPortal.Data;
using NhiPortal.Domain.Risk;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.People;
using NhiPortal.Jobs;
using NhiPortal.Notifications;
using NhiPortal.Settings;

namespace NhiPortal;

/// <summary>What the portal starts with when its database is empty.</summary>
public enum SeedKind
{
    None,
    Demo,
    Large,
}

/// <summary>Everything an operator may set; appsettings.template.json lists each with its default.</summary>
public sealed record PortalSettings
{
    public const string DefaultUrls = "http://localhost:5080";

    /// <summary>Everything the program writes to disk goes here; absolute once the program has started.</summary>
    public string Data { get; init; } = "data";

    /// <summary>Fills an empty database; a database with anything in it is never touched. Never null once started.</summary>
    public SeedKind? Seed { get; init; }

    /// <summary>Name of the first tenant of an empty portal.</summary>
    public string Organisation { get; init; } = "Home organisation";

    /// <summary>Where people and workloads reach the portal; links and issued metadata are built on it.</summary>
    public Uri? PublicAddress { get; init; }

    public DatabaseSettings Database { get; init; } = new();

    public EntraSettings AzureAd { get; init; } = new();

    public KeySettings Keys { get; init; } = new();

    public AuditSettings Audit { get; init; } = new();

    public RiskWeights Risk { get; init; } = new();

    public JobSettings Jobs { get; init; } = new();

    public PeopleSettings People { get; init; } = new();
    public DiscoverySettings Discovery { get; init; } = new();

    public MailSettings Mail { get; init; } = new();
    public NotificationSettings Notifications { get; init; } = new();

    /// <summary>By the target's key.</summary>
    public IReadOnlyDictionary<string, ConnectorSettings> Connectors { get; init; } = new Dictionary<string, ConnectorSettings>();

    /// <summary>Where rotated secrets are put, by the first part of the reference under which they are kept.</summary>
    public IReadOnlyDictionary<string, VaultSettings> Vaults { get; init; } = new Dictionary<string, VaultSettings>();

    public ProxySettings Proxy { get; init; } = new();
}
