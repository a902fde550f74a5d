using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>Users, groups and roles of a service that speaks SCIM 2.0 (RFC 7643, 7644).</summary>
public sealed class ScimConnector(ConnectorSettings settings) : IActingConnector
{
    public static readonly ConnectorRegistration Registration = new("Scim", Check, (settings, _) => new ScimConnector(settings));

    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static readonly HttpStatusCode[] Gone = [HttpStatusCode.NotFound];

    public IAsyncEnumerable<FoundAccount> ReadAccountsAsync(CancellationToken cancellation) => ReadAsync(cancellation).Bounded(cancellation: cancellation);

    public TargetChange Resolved(TargetChange change) => settings.Resolved(change);

    public async Task<TargetState> ReadStateAsync(TargetChange about, CancellationToken cancellation)
    {
        using var session = new HttpSession(settings);
        return (await LookAsync(session, about, cancellation)).State;
    }

    public async Task ApplyAsync(TargetChange change, string key, CancellationToken cancellation)
    {
        using var session = new HttpSession(settings);
        var (state, user, group) = await LookAsync(session, change, cancellation);
        if (change.Exists == true && user is null)
        {
            var made = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = change.Account, ["displayName"] = change.Account, ["active"] = true };
            if ((await SendAsync(session, HttpMethod.Post, "Users", made, cancellation, HttpStatusCode.Conflict)).Status == HttpStatusCode.Conflict)
                throw new ConnectorFault($"The service has an account {change.Account} already; it is not taken over.", false) { Impossible = true };
            (state, user, group) = await LookAsync(session, change, cancellation);
        }

        if (user.Id() is not { } id)
            return;
        var path = $"Users/{Uri.EscapeDataString(id)}";
        if (change.Exists == false)
        {
            await SendAsync(session, HttpMethod.Delete, path, null, cancellation, Gone);
            return;
        }

        // Power last when it is given, first when it is taken.
        if (change.Enabled == true && !state.Enabled)
            await PatchAsync(session, path, "replace", "active", true, cancellation);
        if (change.Member is { } member && member != state.Member)
        {
            var (where, list, value) = group is null ? (path, "roles", settings.HolderOf(change)) : ($"Groups/{Uri.EscapeDataString(group.Text("id") ?? "")}", "members", id);
            if (member)
                await PatchAsync(session, where, "add", list, new JsonArray(new JsonObject { ["value"] = value }), cancellation);
            else
                await PatchAsync(session, where, "remove", $"{list}[value eq {Quoted(value)}]", null, cancellation);
        }

        if (change.Enabled == false && state.Enabled)
            await PatchAsync(session, path, "replace", "active", false, cancellation);
    }

    private static IEnumerable<ConnectorSettingFault> Check(ConnectorSettings settings) => HttpSession.Check(settings, "the service's SCIM address, such as https://service.example.org/scim/v2");

    private async IAsyncEnumerable<FoundAccount> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var session = new HttpSession(settings);
        var administrators = await AdministratorsAsync(session, cancellation);
        for (int read = 0, total = 1; read < total;)
        {
            var page = await CallAsync(session, HttpMethod.Get, $"Users?startIndex={read + 1}&count={settings.PageSize}", null, cancellation);
            total = Total(page);
            var users = total == 0 ? [] : page.RequiredList("Resources").ToList();
            if (users.Count == 0 && read < total)
                throw new ConnectorFault($"The service has {total:N0} users and sent only {read:N0}.", true);
            foreach (var user in users)
                yield return Account(user, administrators);
            read += users.Count;
        }
    }

    private async Task<FoundAdministrators> AdministratorsAsync(HttpSession session, CancellationToken cancellation)
    {
        var administrators = new FoundAdministrators();
        foreach (var name in settings.AdminGroups)
        {
            var (waiting, seen) = (new Queue<JsonNode>([await OneAsync(session, "Groups", "displayName", name, cancellation) ?? throw new ConnectorFault($"There is no group {name}.", false)]), new HashSet<string>());
            while (waiting.TryDequeue(out var group))
                foreach (var member in group.List("members"))
                    if (member.Text("value") is { } id && seen.Add(id))
                    {
                        administrators.Add(id, name);
                        if (member.Text("type") == "Group" && (await CallAsync(session, HttpMethod.Get, $"Groups/{Uri.EscapeDataString(id)}", null, cancellation)) is { } inner)
                            waiting.Enqueue(inner);
                    }
        }

        return administrators;
    }

    private async Task<(TargetState State, JsonNode? User, JsonNode? Group)> LookAsync(HttpSession session, TargetChange about, CancellationToken cancellation)
    {
        var holder = about.Member is null ? "" : settings.HolderOf(about);
        var byGroup = about is { Member: not null, Held: not HeldKind.Role };
        var group = byGroup ? await OneAsync(session, "Groups", "displayName", holder, cancellation) ?? throw new ConnectorFault($"There is no group {holder}.", false) : null;
        // What a search answers is a copy, often with parts left out: what is so is read by id.
        group = group is null ? null : await ByIdAsync(session, "Groups", IdOf(group), cancellation) ?? throw new ConnectorFault($"There is no group {holder}.", false);
        var known = about.Id ?? (await OneAsync(session, "Users", "userName", about.Account, cancellation) is { } found ? IdOf(found) : null);
        if (known is not { } id || await ByIdAsync(session, "Users", id, cancellation) is not { } user)
            return (TargetState.Nowhere, null, group);
        var held = byGroup ? group.List("members").Any(member => member.Text("value") == id) : user.List("roles").Any(role => role.Text("value") == holder);
        return (new() { Exists = true, Enabled = user.Flag("active") ?? true, Member = about.Member is not null && held, Id = id }, user, group);
    }

    /// <summary>One by name, as a whole and as it is now; the service's filter is not trusted to mean the same.</summary>
    private async Task<JsonNode?> OneAsync(HttpSession session, string kind, string attribute, string name, CancellationToken cancellation)
    {
        var answer = await CallAsync(session, HttpMethod.Get, $"{kind}?filter={Uri.EscapeDataString($"{attribute} eq {Quoted(name)}")}", null, cancellation);
        var sent = Total(answer) == 0 ? [] : answer.RequiredList("Resources").ToList();
        if (Total(answer) > sent.Count)
            throw new ConnectorFault($"The service sent only a part of what it knows as {name}.", false);
        var found = sent.Where(one => string.Equals(one.Text(attribute), name, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count <= 1 ? found.FirstOrDefault() : throw new ConnectorFault($"The service knows more than one {name}; nothing says which is meant.", false);
    }

    private async Task<JsonNode?> ByIdAsync(HttpSession session, string kind, string id, CancellationToken cancellation)
    {
        var (status, one) = await SendAsync(session, HttpMethod.Get, $"{kind}/{Uri.EscapeDataString(id)}", null, cancellation, Gone);
        return status == HttpStatusCode.NotFound ? null : one.Text("id") == id ? one : throw new ConnectorFault("The service answered with something else than what was asked for.", false);
    }

    private static string IdOf(JsonNode one) => one.Id() ?? throw new ConnectorFault("The service answered without an id.", false);

    private static int Total(JsonNode? answer) =>
        answer is JsonObject told && told["totalResults"] is JsonValue count && count.TryGetValue<int>(out var all) ? all : throw new ConnectorFault("The service did not say how many it has.", false);

    private async Task PatchAsync(HttpSession session, string where, string op, string path, JsonNode? value, CancellationToken cancellation)
    {
        var operation = new JsonObject { ["op"] = op, ["path"] = path };
        if (value is not null)
            operation["value"] = value;
        await CallAsync(session, HttpMethod.Patch, where, new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"), ["Operations"] = new JsonArray(operation) }, cancellation);
    }

    private async Task<JsonNode?> CallAsync(HttpSession session, HttpMethod method, string path, JsonObject? body, CancellationToken cancellation) =>
        (await SendAsync(session, method, path, body, cancellation)).Body;

    private async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpSession session, HttpMethod method, string path, JsonObject? body, CancellationToken cancellation, params HttpStatusCode[] also)
    {
        using var question = new HttpRequestMessage(method, $"{settings.Address!.TrimEnd('/')}/{path}");
        question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await settings.ReadSecretAsync(cancellation));
        question.Headers.Accept.ParseAdd("application/scim+json");
        if (body is not null)
            question.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/scim+json");
        return await session.SendAsync(question, cancellation, also);
    }

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static FoundAccount Account(JsonNode user, FoundAdministrators administrators)
    {
        var id = user.Text("id") ?? "";
        List<string> roles = [.. administrators.Of(id, id)];
        var manager = user is JsonObject whole ? whole[Enterprise] is JsonObject work ? work["manager"] : null : null;
        return new()
        {
            Id = id,
            Name = user.Text("userName") ?? "",
            DisplayName = user.Text("displayName"),
            Enabled = user.Flag("active") ?? true,
            Administrator = roles.Count > 0,
            Roles = [.. roles, .. user.List("roles").Select(role => role.Text("value")).OfType<string>()],
            CanDo = roles.Count > 0 ? $"Administers the service as a member of {string.Join(", ", roles)}." : "Is in no group of administrators.",
            OwnerHint = manager.Text("displayName"),
            CreatedAt = user is JsonObject { } all ? all["meta"].Time("created") : null,
        };
    }
}
