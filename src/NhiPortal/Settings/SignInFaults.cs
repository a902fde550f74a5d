namespace NhiPortal.Settings;

/// <summary>People sign in through Entra ID, completely configured; only Development may do without.</summary>
internal static class SignInFaults
{
    private const string TenantId = "AzureAd:TenantId";
    private const string ClientId = "AzureAd:ClientId";
    private const string ClientSecret = "AzureAd:ClientSecret";
    private const string Instance = "AzureAd:Instance";

    public static IEnumerable<SettingFault> Of(SettingsReading reading)
    {
        if (reading[Instance] is { } instance && !IsInstance(instance))
            yield return new(Instance, $"is \"{instance}\".", "an https address without the tenant, such as https://login.microsoftonline.com/.");
        if (reading[TenantId] is null && reading[ClientId] is null && reading[ClientSecret] is null)
        {
            if (!reading.Development)
                yield return new(TenantId, $"is missing. Signing in as an invented persona exists in Development only; in {reading.EnvironmentName} people sign in through Entra ID.", "the directory (tenant) id, a GUID; AzureAd:ClientId and AzureAd:ClientSecret too.");
            else if (reading[Instance] is not null && !reading.Is(Instance, new EntraSettings().Instance))
                yield return new(TenantId, "is missing, but AzureAd:Instance is set.", "the directory (tenant) id, a GUID; or nothing under AzureAd.");
            yield break;
        }

        foreach (var (key, what) in new[] { (TenantId, "the directory (tenant) id, a GUID"), (ClientId, "the application (client) id, a GUID") })
        {
            if (reading[key] is not { } text)
                yield return new(key, "is missing, but other AzureAd settings are set.", $"{what}; or nothing under AzureAd.");
            else if (!Guid.TryParse(text, out var id) || id == Guid.Empty)
                yield return new(key, $"is \"{text}\".", $"{what}. \"common\" and \"organizations\" would let in people of other directories.");
        }

        if (reading[ClientSecret] is null)
            yield return new(ClientSecret, "is missing, but other AzureAd settings are set.", "the client secret of the app registration; best as an environment variable.");
    }

    private static bool IsInstance(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;
}
