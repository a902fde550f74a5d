namespace NhiPortal.Domain.Stops;

/// <summary>What is stopped: one integration, everything a vendor operates, everything on a target, or a whole tenant.</summary>
public enum StopScope
{
    Integration,
    Vendor,
    Target,
    Tenant,
}

/// <summary>The thing that is to be stopped, as it is called now.</summary>
public sealed record StoppedThing(StopScope Scope, Guid Id, TenantId Tenant, string Key, string Name)
{
    /// <summary>It is critical, or reaches something critical: one person alone cannot let it loose again.</summary>
    public required bool Critical { get; init; }

    /// <summary>So much hangs on it that its name is typed before it is stopped.</summary>
    public bool IsTyped => Scope is StopScope.Vendor or StopScope.Tenant;
}

/// <summary>A live stop as decisions see it.</summary>
public sealed record StopFact(StopScope Scope, string Key)
{
    /// <summary>The stable code callers branch on.</summary>
    public string Reason => $"stopped:{Scope.ToString().ToLowerInvariant()}";

    public Refusal Refusal => new(Reason, $"{Key} was stopped, and with it everything under it. Nothing is allowed and nothing can be asked for until a person lifts the stop.");
}
