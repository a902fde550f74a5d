using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>
/// Anything with an adapter of its own: one address that answers three signed questions, "accounts", "state" and
/// "change", as docs/connectors.md has them.
/// </summary>
public sealed class WebhookConnector(ConnectorSettings settings, TimeProvider time) : IActingConnector
{
    public static readonly ConnectorRegistration Registration = new("Webhook", Check, (settings, time) => new WebhookConnector(settings, time));

    private const int MostPages = 10_000;

    public IAsyncEnumerable<FoundAccount> ReadAccountsAsync(CancellationToken cancellation) => ReadAsync(cancellation).Bounded(cancellation: cancellation);

    public TargetChange Resolved(TargetChange change) => settings.Resolved(change);

    public async Task<TargetState> ReadStateAsync(TargetChange about, CancellationToken cancellation)
    {
        var answer = await AskAsync("state", Said(about), Guid.CreateVersion7(time.GetUtcNow()).ToString(), cancellation);
        var exists = answer.Flag("exists") ?? throw new ConnectorFault("The adapter did not say whether the account exists.", false);
        // Adapters know names only: an account that was seen and is not there under its name any more may bear another.
        if (about.Id is { } seen && answer.Id() != seen)
            throw new ConnectorFault($"The account that was seen before (id {seen}) is not what the adapter shows as {about.Account} now. Look whether it was renamed.", false);
        if (!exists)
            return TargetState.Nowhere;
        return new()
        {
            Exists = true,
            Enabled = answer.Flag("enabled") ?? throw new ConnectorFault("The adapter did not say whether the account is enabled.", false),
            Member = about.Member is not null && (answer.Flag("member") ?? throw new ConnectorFault("The adapter did not say whether the account is a member.", false)),
            Id = answer.Id(),
            Until = answer.Time("until"),
        };
    }

    public Task ApplyAsync(TargetChange change, string key, CancellationToken cancellation) => AskAsync("change", Said(change), key, cancellation);

    private static IEnumerable<ConnectorSettingFault> Check(ConnectorSettings settings) => HttpSession.Check(settings, "the adapter's address");

    private async IAsyncEnumerable<FoundAccount> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var asked = new JsonObject { ["count"] = settings.PageSize, ["cursor"] = cursor };
            var answer = await AskAsync("accounts", asked, Guid.CreateVersion7(time.GetUtcNow()).ToString(), cancellation);
            foreach (var account in answer.RequiredList("accounts"))
                yield return Account(account);
            cursor = answer.Text("next");
            if (cursor is null)
                yield break;
        }

        throw new ConnectorFault("The adapter's pages do not end.", false);
    }

    private JsonObject Said(TargetChange change)
    {
        var said = new JsonObject { ["account"] = change.Account };
        if (change.Exists is { } exists)
            said["exists"] = exists;
        if (change.Enabled is { } enabled)
            said["enabled"] = enabled;
        if (change.Member is { } member)
            (said["member"], said["kind"], said["of"]) = (member, change.Held == HeldKind.Role ? "role" : "group", settings.HolderOf(change));
        if (change.Until is { } until)
            said["until"] = until.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        return said;
    }

    private Task<JsonNode?> AskAsync(string question, JsonObject about, string id, CancellationToken cancellation) => SignedQuestion.AskAsync(settings, question, about, id, time, cancellation);

    private static FoundAccount Account(JsonNode account) => new()
    {
        Id = account.Text("id") ?? "",
        Name = account.Text("name") ?? "",
        DisplayName = account.Text("display_name"),
        Kind = account.Text("kind") switch { "person" => AccountKind.Person, "service" => AccountKind.ServiceAccount, _ => AccountKind.Unknown },
        Enabled = account.Flag("enabled") ?? true,
        Administrator = account.Flag("administrator") ?? false,
        Roles = [.. account.List("roles").Select(role => role.ToString())],
        CanDo = account.Text("can") ?? (account.Flag("administrator") == true ? "Administers the target." : "Nothing administrative is known."),
        OwnerHint = account.Text("owner"),
        CreatedAt = account.Time("created"),
        LastLoginAt = account.Time("last_login"),
        SecretSetAt = account.Time("secret_set"),
        SecretEndsAt = account.Time("secret_ends"),
    };
}
