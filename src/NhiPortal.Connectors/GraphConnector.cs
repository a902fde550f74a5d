using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>
/// Service principals of Entra ID with their secrets, and whoever holds a directory role, through Microsoft Graph 1.0. An
/// account is called by what it signs in with: its client id. Tested against a local server that speaks this part of the
/// protocol, not against the service.
/// </summary>
public sealed class GraphConnector(ConnectorSettings settings, TimeProvider time) : ITwinSecretConnector
{
    public static readonly ConnectorRegistration Registration = new("Graph", Check, (settings, time) => new GraphConnector(settings, time));

    public IAsyncEnumerable<FoundAccount> ReadAccountsAsync(CancellationToken cancellation) => ReadAsync(cancellation).Bounded(cancellation: cancellation);

    public TargetChange Resolved(TargetChange change) => settings.Resolved(change);

    public async Task<TargetState> ReadStateAsync(TargetChange about, CancellationToken cancellation)
    {
        using var graph = new GraphSession(settings, time);
        return await new GraphChanges(settings, graph).ReadAsync(about, cancellation);
    }

    public async Task ApplyAsync(TargetChange change, string key, CancellationToken cancellation)
    {
        using var graph = new GraphSession(settings, time);
        await new GraphChanges(settings, graph).ApplyAsync(change, cancellation);
    }

    public async Task RenewSecretAsync(string account, Func<string, CancellationToken, Task> keep, CancellationToken cancellation)
    {
        using var graph = new GraphSession(settings, time);
        var (secrets, label) = (new GraphSecrets(graph, new(settings, graph)), $"NhiPortal {Guid.NewGuid():n}");
        await secrets.AddAsync(account, label, keep, cancellation);
        await secrets.RemoveOthersAsync(account, label, cancellation);
    }

    public async Task<bool> SignsInAsync(string account, string secret, CancellationToken cancellation)
    {
        using var graph = new GraphSession(settings, time);
        return await graph.TokenAsync(account, secret, cancellation) is not null;
    }

    public async Task<RotationSight> LookAsync(string account, CancellationToken cancellation)
    {
        using var graph = new GraphSession(settings, time);
        var changes = new GraphChanges(settings, graph);
        if (await changes.PrincipalAsync(new() { Account = account }, cancellation) is not { } found)
            return RotationSight.Nowhere;
        var roles = await changes.RolesAsync(cancellation);
        var held = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var one in changes.AssignmentsOf(found.Id, cancellation))
            held.Add(one.Text("roleDefinitionId") is { } id ? roles.GetValueOrDefault(id, id) : "");
        return new()
        {
            Exists = true,
            Enabled = found.Enabled,
            Groups = [.. held],
            Secrets = await new GraphSecrets(graph, changes).CountOthersAsync(account, "", cancellation),
            Unseen = found.One.List("keyCredentials").Any() ? "Its certificates open the same doors and stay as they are." : null,
        };
    }

    public async Task AddSecretAsync(string account, string label, Func<string, CancellationToken, Task> keep, CancellationToken cancellation)
    {
        using var graph = new GraphSession(settings, time);
        await new GraphSecrets(graph, new(settings, graph)).AddAsync(account, label, keep, cancellation);
    }

    public async Task<int> RemoveSecretAsync(string account, string label, CancellationToken cancellation)
    {
        using var graph = new GraphSession(settings, time);
        var secrets = new GraphSecrets(graph, new(settings, graph));
        await secrets.RemoveAsync(account, label, cancellation);
        return await secrets.CountAsync(account, label, cancellation);
    }

    public async Task<int> RemoveOtherSecretsAsync(string account, string label, CancellationToken cancellation)
    {
        using var graph = new GraphSession(settings, time);
        var secrets = new GraphSecrets(graph, new(settings, graph));
        await secrets.RemoveOthersAsync(account, label, cancellation);
        return await secrets.CountOthersAsync(account, label, cancellation);
    }

    private static IEnumerable<ConnectorSettingFault> Check(ConnectorSettings settings)
    {
        foreach (var fault in HttpSession.Check(settings, "Microsoft Graph's address: https://graph.microsoft.com"))
            yield return fault;
        if (!HttpSession.IsAddress(settings.SignInAddress, out _))
            yield return new(nameof(settings.SignInAddress), $"is \"{settings.SignInAddress}\".", "the cloud's sign-in address, beginning with https://.");
        foreach (var (name, value, what) in new[] { (nameof(settings.TenantId), settings.TenantId, "the directory (tenant) id."), (nameof(settings.User), settings.User, "the client id of the portal's own application there.") })
            if (value is null)
                yield return new(name, "is missing.", what);
    }

    private async IAsyncEnumerable<FoundAccount> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var graph = new GraphSession(settings, time);
        var found = await GraphPowers.ReadAsync(graph, new(settings, graph), cancellation);
        var applications = new Dictionary<string, JsonNode>(StringComparer.OrdinalIgnoreCase);
        await foreach (var application in graph.ListAsync($"applications?$select=id,appId,passwordCredentials,keyCredentials&$top={Page}", cancellation))
            applications[application.Text("appId") ?? ""] = application;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var service in graph.ListAsync($"servicePrincipals?$select=id,appId,displayName,accountEnabled,notes,appOwnerOrganizationId,passwordCredentials,keyCredentials&$top={Page}", cancellation))
        {
            seen.Add(service.Text("id") ?? "");
            if (GraphAccounts.Service(service, applications.GetValueOrDefault(service.Text("appId") ?? ""), found) is { } account)
                yield return account;
        }

        foreach (var (id, principal) in found.Principals)
            if (!seen.Contains(id))
                yield return GraphAccounts.Other(id, principal, found);
    }

    private int Page => Math.Min(settings.PageSize, 999);
}
