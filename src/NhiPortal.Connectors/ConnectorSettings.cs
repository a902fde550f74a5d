namespace NhiPortal.Connectors;

/// <summary>How one target is reached (section "Connectors", named by the target's key).</summary>
public sealed record ConnectorSettings
{
    public string? Kind { get; init; }
    public string? Address { get; init; }
    public string? User { get; init; }

    /// <summary>Read anew for every connection, so a rotated secret needs no restart.</summary>
    public string? SecretFile { get; init; }

    public string? Secret { get; init; }

    /// <summary>PEM file with the authorities trusted for this target instead of the machine's own.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The longest wait for one answer.</summary>
    public int TimeoutSeconds { get; init; } = 30;

    public int PageSize { get; init; } = 500;
    public string? SearchBase { get; init; }
    public string? AccountFilter { get; init; }
    public IReadOnlyList<string> AdminGroups { get; init; } = [];

    /// <summary>A file older than this tells nothing about today.</summary>
    public int OldestDays { get; init; } = 7;

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>Never the generated text, which would hold the secret.</summary>
    public override string ToString() => $"{Kind} connector";

    public async Task<string> ReadSecretAsync(CancellationToken cancellation)
    {
        if (SecretFile is null)
            return Secret ?? "";
        try
        {
            return (await File.ReadAllTextAsync(SecretFile, cancellation)).TrimEnd('\r', '\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorFault("The secret file cannot be read.", false, error);
        }
    }
}
