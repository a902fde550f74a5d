using NhiPortal.Domain.Executions;

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

    /// <summary>Where new accounts are made; where none is set, where accounts are looked for.</summary>
    public string? AccountBase { get; init; }

    /// <summary>Where groups are looked for by name; where none is set, where accounts are.</summary>
    public string? GroupBase { get; init; }

    /// <summary>Whose members administer; the first is the one that a new administrator becomes a member of.</summary>
    public IReadOnlyList<string> AdminGroups { get; init; } = [];

    /// <summary>Directory (tenant) id of the application the portal signs in as.</summary>
    public string? TenantId { get; init; }

    /// <summary>The cloud's sign-in address, without the tenant.</summary>
    public string SignInAddress { get; init; } = "https://login.microsoftonline.com/";

    /// <summary>A file older than this tells nothing about today.</summary>
    public int OldestDays { get; init; } = 7;

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>Never the generated text, which would hold the secret.</summary>
    public override string ToString() => $"{Kind} connector";

    /// <summary>What a change's account is to be a member of, as this target names it.</summary>
    internal string HolderOf(TargetChange change) => change.Held != HeldKind.Administrators || change.Holder.Length > 0 ? change.Holder
        : AdminGroups.Count > 0 ? AdminGroups[0] : throw new ConnectorFault("AdminGroups is empty in the settings, so nothing says what makes an administrator here.", false);

    internal TargetChange Resolved(TargetChange change) => change.Member is null ? change : change with { Holder = HolderOf(change) };

    /// <summary>Whether that is what the portal itself signs in as here, in any of the forms a user is written in.</summary>
    public bool IsOwn(string name) => User is { } user && new[] { user, user.Split('@')[0], user[(user.LastIndexOf('\\') + 1)..] }.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whoever changed the portal's own account could be the last thing it does here.</summary>
    internal void RefuseOwn(params IEnumerable<string?> names)
    {
        if (names.OfType<string>().Any(IsOwn))
            throw new ConnectorFault("That is what the portal itself signs in as on this target; it never changes its own account.", false) { Impossible = true };
    }

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
