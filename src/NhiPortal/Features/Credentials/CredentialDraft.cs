namespace NhiPortal.Features.Credentials;

/// <summary>A credential as somebody describes it: texts until they are read, so that a mistake stays where it was made. Never its value.</summary>
public sealed record CredentialDraft
{
    public const string None = "none", Never = "never";

    /// <summary>Key of the integration that holds it.</summary>
    public string Integration { get; init; } = "";

    public string Kind { get; init; } = "";
    public string Label { get; init; } = "";
    public string KeptIn { get; init; } = "";

    /// <summary>Key of the target it opens.</summary>
    public string? Target { get; init; }

    /// <summary>Subject of the workload identity it proves.</summary>
    public string? Identity { get; init; }

    /// <summary>Days such as 2026-11-28.</summary>
    public string? Issued { get; init; }

    /// <summary>A day, or nothing when no end is set.</summary>
    public string? Expires { get; init; }

    public string? LastRotated { get; init; }
    public bool Shared { get; init; }

    /// <summary>Why it is another one than what was withdrawn lately; without it, that one's clock goes on.</summary>
    public string? Another { get; init; }

    /// <summary>Mail address.</summary>
    public string? BackupOwner { get; init; }
}
