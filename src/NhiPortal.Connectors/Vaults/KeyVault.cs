using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace NhiPortal.Connectors.Vaults;

/// <summary>
/// Azure Key Vault over its REST interface, version 7.4, with the right to set secrets and no other. Tested against a
/// local server that speaks this part of the protocol, not against Azure.
/// </summary>
public sealed class KeyVault(VaultSettings settings) : IVault
{
    public static readonly VaultRegistration Registration = new("KeyVault", Check, (settings, _) => new KeyVault(settings));

    private const string Scope = "https://vault.azure.net/.default";

    public async Task<string> WriteAsync(VaultEntry entry, CancellationToken cancellation)
    {
        using var session = new HttpSession(settings.Wire);
        using var question = new HttpRequestMessage(HttpMethod.Put, $"{settings.Address!.TrimEnd('/')}/secrets/{Uri.EscapeDataString(entry.Name)}?api-version=7.4");
        question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await SignInAsync(session, cancellation));
        var body = new JsonObject { ["value"] = entry.Secret, ["tags"] = new JsonObject { ["account"] = entry.Account, ["by"] = "NhiPortal" } };
        question.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        var (_, answer) = await session.SendAsync(question, cancellation);
        // The id is an address that ends with the name and the version.
        return answer.Text("id")?.Split('/') is [.., "secrets", var name, { Length: > 0 and <= 100 } version] && string.Equals(name, entry.Name, StringComparison.OrdinalIgnoreCase)
            ? version
            : throw new ConnectorFault("The vault answered without the id of what it keeps.", false);
    }

    private async Task<string> SignInAsync(HttpSession session, CancellationToken cancellation)
    {
        using var question = new HttpRequestMessage(HttpMethod.Post, $"{settings.SignInAddress.TrimEnd('/')}/{Uri.EscapeDataString(settings.TenantId!)}/oauth2/v2.0/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string?>
            {
                ["grant_type"] = "client_credentials", ["client_id"] = settings.ClientId, ["client_secret"] = await settings.Wire.ReadSecretAsync(cancellation), ["scope"] = Scope,
            }),
        };
        return (await session.SendAsync(question, cancellation)).Body.Text("access_token") ?? throw new ConnectorFault("The sign-in address answered without a token.", false);
    }

    private static IEnumerable<ConnectorSettingFault> Check(VaultSettings settings)
    {
        foreach (var fault in HttpSession.Check(settings.Wire, "the vault's address, such as https://kv-prod.vault.azure.net"))
            yield return fault;
        if (!HttpSession.IsAddress(settings.SignInAddress, out _))
            yield return new(nameof(settings.SignInAddress), $"is \"{settings.SignInAddress}\".", "the cloud's sign-in address, beginning with https://.");
        foreach (var (name, value) in new[] { (nameof(settings.TenantId), settings.TenantId), (nameof(settings.ClientId), settings.ClientId) })
            if (value is null)
                yield return new(name, "is missing.", "of the app registration that may set secrets in this vault.");
    }
}
