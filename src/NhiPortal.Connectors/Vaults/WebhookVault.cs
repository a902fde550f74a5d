using System.Text.Json.Nodes;

namespace NhiPortal.Connectors.Vaults;

/// <summary>Any other vault, behind an adapter of its own that answers one signed question, "keep", as docs/connectors.md has it.</summary>
public sealed class WebhookVault(VaultSettings settings, TimeProvider time) : IVault
{
    public static readonly VaultRegistration Registration = new("Webhook", settings => HttpSession.Check(settings.Wire, "the adapter's address"), (settings, time) => new WebhookVault(settings, time));

    public async Task<string> WriteAsync(VaultEntry entry, CancellationToken cancellation)
    {
        var about = new JsonObject { ["name"] = entry.Name, ["account"] = entry.Account, ["secret"] = entry.Secret };
        var answer = await SignedQuestion.AskAsync(settings.Wire, "keep", about, Guid.CreateVersion7(time.GetUtcNow()).ToString(), time, cancellation);
        return answer.Text("version") is { Length: <= 100 } version ? version : throw new ConnectorFault("The adapter did not say which version it keeps, so nobody knows whether it does.", false);
    }
}
