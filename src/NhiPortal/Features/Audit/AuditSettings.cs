using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>What an operator may set about the audit log (section "Audit").</summary>
public sealed record AuditSettings
{
    /// <summary>The log's own name inside every signed checkpoint, so that two logs under one key are never mistaken for each other.</summary>
    public string LogName { get; init; } = "nhiportal";

    /// <summary>A file that every anchored checkpoint is appended to, where whoever can change the database cannot write.</summary>
    public string? AnchorFile { get; init; }

    /// <summary>The authority that is asked to time-stamp checkpoints (RFC 3161).</summary>
    public string? TimestampUrl { get; init; }

    /// <summary>PEM file with the certificates its answers are believed by.</summary>
    public string? TimestampCertificateFile { get; init; }

    /// <summary>How many years events stay in the database.</summary>
    public int RetentionYears { get; init; } = LogRetention.DefaultYears;

    /// <summary>The folder archives are written to; without one, events stay for ever.</summary>
    public string? ArchiveFolder { get; init; }
}
