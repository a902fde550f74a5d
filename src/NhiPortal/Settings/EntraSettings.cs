namespace NhiPortal.Settings;

/// <summary>The app registration people sign in through (Entra ID).</summary>
public sealed record EntraSettings
{
    public const string Section = "AzureAd";

    /// <summary>The cloud's sign-in address, up to the tenant.</summary>
    public string Instance { get; init; } = "https://login.microsoftonline.com/";

    public string? TenantId { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary>Authentication context (such as <c>c1</c>) that a fresh sign-in must satisfy; without one, <c>auth_time</c> says how fresh it is.</summary>
    public string? StepUpContext { get; init; }

    public bool Configured => !string.IsNullOrWhiteSpace(TenantId);
}
