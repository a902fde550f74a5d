namespace NhiPortal.Connectors.Tests;

/// <summary>A real target filled with the same accounts as every other: see <see cref="Accounts"/>.</summary>
public interface ITarget
{
    /// <summary>Settings that work.</summary>
    ConnectorSettings Settings { get; }

    /// <summary>What cannot work, and whether trying again could help.</summary>
    IEnumerable<(string Trouble, ConnectorSettings Settings, bool Retryable)> Troubles { get; }

    /// <summary>A target with <see cref="Accounts.Many"/> accounts, reached directly.</summary>
    Task<ConnectorSettings> ManyAsync(CancellationToken cancellation);

    /// <summary>The large target, ending half-way through the answer.</summary>
    Task<ConnectorSettings> CutAsync(CancellationToken cancellation);

    /// <summary>The large target, falling silent half-way; null when its kind of target cannot.</summary>
    Task<ConnectorSettings?> SilentAsync(CancellationToken cancellation);
}

/// <summary>The accounts every target under test is filled with.</summary>
internal static class Accounts
{
    public const int Many = 50_000;

    /// <summary>Administrates through a group within a group.</summary>
    public const string Nested = "adm-lina";

    /// <summary>Administrates directly, and is switched off.</summary>
    public const string Disabled = "old-admin";

    /// <summary>No administrator; its owner is named by the target.</summary>
    public const string Service = "svc-backup";

    public const string Owner = "nora@home.example";

    /// <summary>Means something to filters, statements, distinguished names and spreadsheets.</summary>
    public const string Hostile = "=x' OR \"1\"=\"1\"; --*)(uid=*\\2a,cn=root%s$1{0}";

    public const string Foreign = "סוכן-גיבוי-𠮷";

    public static readonly string[] All = [Nested, Disabled, Service, Hostile, Foreign];
}
