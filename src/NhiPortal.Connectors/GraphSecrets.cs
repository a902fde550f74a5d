using System.Net;
using System.Text.Json.Nodes;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>The client secrets of one service principal: on its application where that is registered here, and on itself.</summary>
internal sealed class GraphSecrets(GraphSession graph, GraphChanges changes)
{
    /// <summary>Adds one beside those that are there; one that an earlier try added under the same label goes first.</summary>
    public async Task AddAsync(string account, string label, Func<string, CancellationToken, Task> keep, CancellationToken cancellation)
    {
        var holders = await RemoveAsync(account, label, cancellation);
        var asked = new JsonObject { ["passwordCredential"] = new JsonObject { ["displayName"] = label } };
        var (_, made) = await graph.SendAsync(HttpMethod.Post, $"{holders[0].Path}/addPassword", asked, cancellation);
        if (made.Text("secretText") is not { } text || made.Text("keyId") is null)
            throw new ConnectorFault("Microsoft Graph answered without the new secret. It is removed when this is tried again.", true);
        try
        {
            await keep(text, cancellation);
        }
        catch
        {
            // The service makes it and shows it once: what nobody keeps is not to stay.
            await RemoveOneAsync(holders[0].Path, made!, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Takes away those with the label.</summary>
    /// <returns>Where its secrets may be, as that was before.</returns>
    public async Task<List<(string Path, JsonNode One)>> RemoveAsync(string account, string label, CancellationToken cancellation)
    {
        var holders = await HoldersAsync(account, cancellation);
        foreach (var (path, one) in holders)
            foreach (var secret in one.List("passwordCredentials").Where(secret => secret.Text("displayName") == label).ToList())
                await RemoveOneAsync(path, secret, cancellation);
        return holders;
    }

    public async Task<int> CountAsync(string account, string label, CancellationToken cancellation) =>
        (await HoldersAsync(account, cancellation)).Sum(holder => holder.One.List("passwordCredentials").Count(secret => secret.Text("displayName") == label));

    /// <summary>Takes away every one but that with the label; nothing, when that is not there.</summary>
    public async Task RemoveOthersAsync(string account, string label, CancellationToken cancellation)
    {
        var holders = await HoldersAsync(account, cancellation);
        if (!holders.SelectMany(holder => holder.One.List("passwordCredentials")).Any(secret => secret.Text("displayName") == label))
            throw new ConnectorFault("The new secret is not shown on the target, so the old one stays.", true);
        foreach (var (path, one) in holders)
            foreach (var secret in Others(one, label).ToList())
                await RemoveOneAsync(path, secret, cancellation);
    }

    public async Task<int> CountOthersAsync(string account, string label, CancellationToken cancellation) =>
        (await HoldersAsync(account, cancellation)).Sum(holder => Others(holder.One, label).Count());

    private static IEnumerable<JsonNode> Others(JsonNode one, string label) => one.List("passwordCredentials").Where(secret => secret.Text("displayName") != label);

    /// <summary>Where its secrets may be; new ones come to the first.</summary>
    private async Task<List<(string Path, JsonNode One)>> HoldersAsync(string account, CancellationToken cancellation)
    {
        var service = await changes.PrincipalAsync(new() { Account = account }, cancellation) ?? throw new ConnectorFault($"There is no service principal with the client id {account}.", false);
        List<(string, JsonNode)> holders = [(service.Path, service.One)];
        if ((await graph.OneAsync("applications", "appId", account, cancellation)).Text("id") is { } id && await graph.FindAsync($"applications/{Uri.EscapeDataString(id)}?$select=id,passwordCredentials", cancellation) is { } application)
            holders.Insert(0, ($"applications/{Uri.EscapeDataString(id)}", application));
        return holders;
    }

    private async Task RemoveOneAsync(string path, JsonNode secret, CancellationToken cancellation)
    {
        var key = secret.Text("keyId") ?? throw new ConnectorFault("Microsoft Graph shows a secret without its id.", false);
        await graph.SendAsync(HttpMethod.Post, $"{path}/removePassword", new JsonObject { ["keyId"] = key }, cancellation, HttpStatusCode.NotFound);
    }
}
