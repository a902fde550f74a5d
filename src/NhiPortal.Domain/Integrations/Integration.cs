using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Integrations;

/// <summary>Who operates the integration and how: the edges of policy differ by it, the core rule does not.</summary>
public enum IntegrationKind
{
    VendorOperated,
    InternalAgent,
    ScriptedAutomation,
    LegacyAutomation,
}

/// <summary>Where an integration stands in its life.</summary>
public enum IntegrationStatus
{
    Draft,
    Active,
    Suspended,
    Retired,
}

/// <summary>What an integration is, as the people who answer for it describe it.</summary>
public sealed record IntegrationDescription(
    string Name, string Purpose, IntegrationKind Kind, DeploymentEnvironment Environment, VendorId? Vendor, DateTimeOffset? EndOfLife);

/// <summary>The governed thing: whatever can create or change administrative access, under a name of its own.</summary>
public sealed class Integration
{
    private Integration() { }

    public IntegrationId Id { get; private set; }
    public TenantId TenantId { get; private set; }

    /// <summary>The short name callers use, unique in the portal.</summary>
    public string Key { get; private set; } = "";

    public string Name { get; private set; } = "";
    public string Purpose { get; private set; } = "";
    public IntegrationKind Kind { get; private set; }
    public DeploymentEnvironment Environment { get; private set; }
    public IntegrationStatus Status { get; private set; }
    public string? StatusReason { get; private set; }
    public VendorId? VendorId { get; private set; }
    public DateTimeOffset RegisteredAt { get; private set; }
    public DateTimeOffset? EndOfLife { get; private set; }

    /// <summary>
    /// The worst state among its owners as last looked at, kept so that lists can put gaps first. Decisions never read
    /// it: they judge the ownerships themselves at the moment.
    /// </summary>
    public Standing Standing { get; private set; }

    /// <summary>
    /// 0 to 100 as last judged, kept so that lists can sort by it; the facts behind it are judged anew where they are
    /// shown. Written without a new version: a score is no change of the integration.
    /// </summary>
    public int RiskScore { get; private set; }

    /// <summary>When its owners' answers are to be compared with what they rest on; null while nothing of that has changed. Written without a new version, too.</summary>
    public DateTimeOffset? CompareAt { get; private set; }

    /// <summary>How often that has failed in a row.</summary>
    public int CompareTries { get; private set; }

    public int Version { get; private set; }

    public static Integration Register(
        TenantId tenant, string key, string name, string purpose, IntegrationKind kind, DeploymentEnvironment environment,
        DateTimeOffset now, VendorId? vendor = null, DateTimeOffset? endOfLife = null) => new()
        {
            Id = Domain.Id.New<IntegrationId>(now),
            TenantId = tenant,
            Key = key,
            Name = name,
            Purpose = purpose,
            Kind = kind,
            Environment = environment,
            VendorId = vendor,
            RegisteredAt = now,
            EndOfLife = endOfLife,
        };

    public IntegrationDescription Describe() => new(Name, Purpose, Kind, Environment, VendorId, EndOfLife);

    /// <summary>
    /// Takes on another description; true when that makes it another thing to approve for. A new name alone does not.
    /// </summary>
    public Result<bool> Redescribe(IntegrationDescription to)
    {
        if (Status == IntegrationStatus.Retired)
            return new Refusal("retired", $"{Name} is retired; it cannot be changed any more. Register a new integration instead.");
        var before = Describe();
        if (before == to)
            return false;
        (Name, Purpose, Kind, Environment, VendorId, EndOfLife) = (to.Name, to.Purpose, to.Kind, to.Environment, to.Vendor, to.EndOfLife);
        Version++;
        return before with { Name = to.Name } != to;
    }

    /// <summary>What it may do has changed: approvals given before stand for something else.</summary>
    public Result<Done> Reshape()
    {
        if (Status == IntegrationStatus.Retired)
            return new Refusal("retired", $"{Name} is retired; it cannot be changed any more. Register a new integration instead.");
        Version++;
        return default(Done);
    }

    /// <summary>Draft becomes active once business and IAM owner have accepted.</summary>
    public void Activate()
    {
        if (Status != IntegrationStatus.Draft)
            return;
        Status = IntegrationStatus.Active;
        Version++;
    }

    /// <summary>The kill switch: from the next decision on, everything is denied.</summary>
    public Result<Done> Suspend(string reason)
    {
        if (Status != IntegrationStatus.Active)
            return new Refusal("not_active", $"{Name} is {Status.ToString().ToLowerInvariant()}; only an active integration can be suspended.");
        Status = IntegrationStatus.Suspended;
        StatusReason = reason;
        Version++;
        return default(Done);
    }

    public Result<Done> Resume(string reason)
    {
        if (Status != IntegrationStatus.Suspended)
            return new Refusal("not_suspended", $"{Name} is {Status.ToString().ToLowerInvariant()}; only a suspended integration can be resumed.");
        Status = IntegrationStatus.Active;
        StatusReason = reason;
        Version++;
        return default(Done);
    }

    /// <summary>The end: nothing brings a retired integration back. Whoever retires it has ended its grants and identities first.</summary>
    public Result<Done> Retire(string reason)
    {
        if (Status is IntegrationStatus.Retired)
            return new Refusal("already_retired", $"{Name} is retired already.");
        Status = IntegrationStatus.Retired;
        StatusReason = reason;
        Version++;
        return default(Done);
    }

    public void Rate(int score) => RiskScore = Math.Clamp(score, 0, 100);

    public void Stand(Standing standing)
    {
        if (Standing == standing)
            return;
        Standing = standing;
        Version++;
    }
}
