namespace NhiPortal.Features.Audit;

/// <summary>What an operator may set about the audit log (section "Audit").</summary>
public sealed record AuditSettings
{
    /// <summary>The log's own name inside every signed checkpoint, so that two logs under one key are never mistaken for each other.</summary>
    public string LogName { get; init; } = "nhiportal";
}
