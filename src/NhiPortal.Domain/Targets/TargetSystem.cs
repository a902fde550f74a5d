namespace NhiPortal.Domain.Targets;

/// <summary>What kind of identity store privilege acts on.</summary>
public enum IdentityStore
{
    Directory,
    Database,
    SaaS,
    Cloud,
    Host,
}

/// <summary>Which stage of life a system serves.</summary>
public enum DeploymentEnvironment
{
    Production,
    Staging,
    Development,
}

/// <summary>How much the organisation loses when the system is misused.</summary>
public enum Criticality
{
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>An application or directory that privilege acts on.</summary>
public sealed class TargetSystem
{
    private TargetSystem() { }

    public TargetId Id { get; private set; }
    public TenantId TenantId { get; private set; }

    /// <summary>The short name callers use, unique in the portal.</summary>
    public string Key { get; private set; } = "";

    public string Name { get; private set; } = "";
    public IdentityStore Store { get; private set; }
    public DeploymentEnvironment Environment { get; private set; }
    public Criticality Criticality { get; private set; }

    /// <summary>The person on duty who may break the glass here even while an earlier use waits for its review.</summary>
    public PersonId? DutyChiefId { get; private set; }

    public int Version { get; private set; }

    public static TargetSystem Create(
        TenantId tenant, string key, string name, IdentityStore store, DeploymentEnvironment environment, Criticality criticality, DateTimeOffset now) => new()
        {
            Id = Domain.Id.New<TargetId>(now),
            TenantId = tenant,
            Key = key,
            Name = name,
            Store = store,
            Environment = environment,
            Criticality = criticality,
        };

    public void NameDutyChief(PersonId? chief) => (DutyChiefId, Version) = (chief, Version + 1);
}
