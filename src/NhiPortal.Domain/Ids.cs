namespace NhiPortal.Domain;

/// <summary>An identifier that cannot be mistaken for another kind's: one value type per thing, version-7 by default.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

/// <summary>Makes new identifiers that sort by the time they were made.</summary>
public static class Id
{
    public static TId New<TId>(DateTimeOffset now) where TId : struct, IId<TId> => TId.From(Guid.CreateVersion7(now));
}

/// <summary>Identifies a <see cref="Tenants.Tenant"/>.</summary>
public readonly record struct TenantId(Guid Value) : IId<TenantId>
{
    public static TenantId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="People.Person"/>.</summary>
public readonly record struct PersonId(Guid Value) : IId<PersonId>
{
    public static PersonId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Integrations.Vendor"/>.</summary>
public readonly record struct VendorId(Guid Value) : IId<VendorId>
{
    public static VendorId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Targets.TargetSystem"/>.</summary>
public readonly record struct TargetId(Guid Value) : IId<TargetId>
{
    public static TargetId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies an <see cref="Integrations.Integration"/>.</summary>
public readonly record struct IntegrationId(Guid Value) : IId<IntegrationId>
{
    public static IntegrationId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Integrations.WorkloadIdentity"/>.</summary>
public readonly record struct WorkloadId(Guid Value) : IId<WorkloadId>
{
    public static WorkloadId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Integrations.PrivilegePath"/>.</summary>
public readonly record struct PathId(Guid Value) : IId<PathId>
{
    public static PathId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies an <see cref="Owners.Ownership"/>.</summary>
public readonly record struct OwnershipId(Guid Value) : IId<OwnershipId>
{
    public static OwnershipId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies an <see cref="Requests.AccessRequest"/>.</summary>
public readonly record struct RequestId(Guid Value) : IId<RequestId>
{
    public static RequestId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Grants.Grant"/>.</summary>
public readonly record struct GrantId(Guid Value) : IId<GrantId>
{
    public static GrantId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Credentials.Credential"/>.</summary>
public readonly record struct CredentialId(Guid Value) : IId<CredentialId>
{
    public static CredentialId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Discovery.Candidate"/>.</summary>
public readonly record struct CandidateId(Guid Value) : IId<CandidateId>
{
    public static CandidateId From(Guid value) => new(value);
}

/// <summary>Identifies a <see cref="Findings.Finding"/>.</summary>
public readonly record struct FindingId(Guid Value) : IId<FindingId>
{
    public static FindingId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Delegations.Delegation"/>.</summary>
public readonly record struct DelegationId(Guid Value) : IId<DelegationId>
{
    public static DelegationId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Channels.WebhookEndpoint"/>.</summary>
public readonly record struct WebhookEndpointId(Guid Value) : IId<WebhookEndpointId>
{
    public static WebhookEndpointId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="BreakGlass.BreakGlassUse"/>.</summary>
public readonly record struct BreakGlassUseId(Guid Value) : IId<BreakGlassUseId>
{
    public static BreakGlassUseId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="BreakGlass.BreakGlassDrill"/>.</summary>
public readonly record struct BreakGlassDrillId(Guid Value) : IId<BreakGlassDrillId>
{
    public static BreakGlassDrillId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies an <see cref="Executions.Execution"/>.</summary>
public readonly record struct ExecutionId(Guid Value) : IId<ExecutionId>
{
    public static ExecutionId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Credentials.Rotation"/>.</summary>
public readonly record struct RotationId(Guid Value) : IId<RotationId>
{
    public static RotationId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Unattended.Revocation"/>.</summary>
public readonly record struct RevocationId(Guid Value) : IId<RevocationId>
{
    public static RevocationId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Unattended.RevocationBatch"/>.</summary>
public readonly record struct RevocationBatchId(Guid Value) : IId<RevocationBatchId>
{
    public static RevocationBatchId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Executions.Removal"/>.</summary>
public readonly record struct RemovalId(Guid Value) : IId<RemovalId>
{
    public static RemovalId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Stops.Stop"/>.</summary>
public readonly record struct StopId(Guid Value) : IId<StopId>
{
    public static StopId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Stops.StopLine"/>.</summary>
public readonly record struct StopLineId(Guid Value) : IId<StopLineId>
{
    public static StopLineId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a <see cref="Reconciliation.PrivilegeLine"/>.</summary>
public readonly record struct PrivilegeLineId(Guid Value) : IId<PrivilegeLineId>
{
    public static PrivilegeLineId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}
