using System.Runtime.CompilerServices;
using System.Text.Json;
using NhiPortal.Domain.People;

namespace NhiPortal.Connectors.People;

/// <summary>Where and as whom Microsoft Graph is read (section "People:Graph").</summary>
public sealed record GraphPeopleSettings
{
    /// <summary>Directory (tenant) id.</summary>
    public string? TenantId { get; init; }

    /// <summary>Application (client) id; it needs the application permission User.Read.All.</summary>
    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary>The cloud's Graph address.</summary>
    public string Address { get; init; } = "https://graph.microsoft.com/";

    /// <summary>The cloud's sign-in address, without the tenant.</summary>
    public string SignInAddress { get; init; } = "https://login.microsoftonline.com/";
}

/// <summary>Reads people from Entra ID through Microsoft Graph, page by page, to the last page or not at all.</summary>
public sealed class GraphPeople(GraphPeopleSettings settings, HttpClient http, TimeProvider time) : IPeopleSource
{
    public const string SourceName = "graph";

    private const int MostPages = 10_000;
    private const string Users = "v1.0/users?$select=id,displayName,mail,userPrincipalName,accountEnabled,userType&$expand=manager($select=id)&$top=999";

    public string Name => SourceName;

    public async IAsyncEnumerable<DirectoryEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var graph = new GraphCalls(settings, http, time);
        var home = new Uri(settings.Address);
        var next = new Uri(home, Users);
        for (var page = 0; page < MostPages; page++)
        {
            using var answer = await graph.GetAsync(next, cancellation);
            if (!answer.RootElement.TryGetProperty("value", out var users) || users.ValueKind != JsonValueKind.Array)
                throw new ConnectorFault("Microsoft Graph answered without a list of users.", false);
            foreach (var user in users.EnumerateArray())
                yield return Entry(user);
            if (Text(answer.RootElement, "@odata.nextLink") is not { } link)
                yield break;
            next = Following(home, link);
        }

        throw new ConnectorFault($"Microsoft Graph has more than {MostPages:N0} pages of users, or its pages lead in a circle.", false);
    }

    /// <summary>The token goes wherever the link leads, so the link may lead nowhere else.</summary>
    private static Uri Following(Uri home, string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var next) && Uri.Compare(home, next, UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? next
            : throw new ConnectorFault("Microsoft Graph's next page lies on another host than People:Graph:Address. Nothing was sent there.", false);

    private static DirectoryEntry Entry(JsonElement user)
    {
        var id = Text(user, "id") ?? "";
        var name = Text(user, "displayName") ?? Text(user, "userPrincipalName") ?? "";
        var enabled = user.TryGetProperty("accountEnabled", out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean() : (bool?)null;
        return new()
        {
            Place = id.Length > 0 ? id : name,
            ObjectId = id,
            Name = name,
            Mail = Text(user, "mail") ?? Text(user, "userPrincipalName") ?? "",
            Enabled = enabled ?? false,
            Manager = user.TryGetProperty("manager", out var manager) && manager.ValueKind == JsonValueKind.Object ? Text(manager, "id") : null,
            External = string.Equals(Text(user, "userType"), "Guest", StringComparison.OrdinalIgnoreCase),
            Fault = enabled is null ? "Microsoft Graph does not say whether the account is enabled; the application may lack User.Read.All." : null,
        };
    }

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
