using System.Collections.Frozen;
using System.Text.Json;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Requests;

/// <summary>What one request means in words: the act, and what exists on the target once it is done.</summary>
public sealed record ActionWording(Phrase Act, IReadOnlyList<Effect> Effects)
{
    private sealed record Template(string Act, string What, string After);

    private static readonly FrozenDictionary<string, Template> Known = new Dictionary<string, Template>
    {
        ["account.create"] = new("create account {resource}", "Account {resource}", "exists"),
        ["account.create_admin"] = new("create administrator account {resource}", "Account {resource}", "exists, with administrator rights"),
        ["account.delete"] = new("delete account {resource}", "Account {resource}", "is gone"),
        ["account.disable"] = new("disable account {resource}", "Account {resource}", "is disabled"),
        ["account.enable"] = new("enable account {resource}", "Account {resource}", "is enabled"),
        ["account.reset_password"] = new("reset the password of {resource}", "Password of {resource}", "is a new one; the old one stops working"),
        ["account.unlock"] = new("unlock account {resource}", "Account {resource}", "is unlocked"),
        ["group.add_member"] = new("add {member} to {resource}", "Members of {resource}", "include {member}"),
        ["group.remove_member"] = new("remove {member} from {resource}", "Members of {resource}", "no longer include {member}"),
        ["role.grant"] = new("grant role {resource} to {principal}", "Holders of role {resource}", "include {principal}"),
        ["role.revoke"] = new("take role {resource} from {principal}", "Holders of role {resource}", "no longer include {principal}"),
        ["credential.issue"] = new("issue a credential for {resource}", "Credentials of {resource}", "one more, newly issued"),
        ["credential.reset"] = new("reset the credential of {resource}", "Credential of {resource}", "is a new one; the old one stops working"),
        ["secret.read"] = new("read secret {resource}", "Secret {resource}", "is known to the caller; the target itself stays as it is"),
        ["secret.rotate"] = new("rotate secret {resource}", "Secret {resource}", "is a new one; the old one stops working"),
        ["session.elevate"] = new("open an administrator session on {resource}", "Administrator session on {resource}", "is open; what is done in it is not bound by this approval"),
        ["data.export"] = new("export data set {resource}", "Data set {resource}", "has left as a copy; the target itself stays as it is"),
        ["quota.change"] = new("change quota {resource}", "Quota {resource}", "is changed"),
    }.ToFrozenDictionary();

    public static ActionWording Of(AccessRequest request, PrivilegedAction? action) =>
        Of(request.ActionName, action?.Title, action?.Class ?? ActionClass.OtherPrivileged, request.ResourceType, request.ResourceId, Values(request.Parameters));

    public static ActionWording Of(
        string action, string? title, ActionClass @class, string resourceType, string resource, IReadOnlyList<AskedValue> values)
    {
        string? Value(string field) => field == "resource" ? resource : values.FirstOrDefault(value => value.Name == field)?.Text;
        if (Known.TryGetValue(action, out var template) && Phrase.Filled(template.Act, Value) is { } act
            && Phrase.Filled(template.What, Value) is { } what && Phrase.Filled(template.After, Value) is { } after)
            return new(act, [new Effect(what, after), .. Others(template, values)]);

        var thing = Phrase.Words($"{Words(resourceType)} ").Then(resource);
        return new(
            values.Aggregate(Phrase.Words($"{title ?? action}: ").Then(thing), (phrase, value) => phrase.Then($", {Words(value.Name)} ", value.Text)),
            [new Effect(thing.Capital(), Phrase.Words(Outcome(@class))), .. values.Select(value => new Effect(Phrase.Words(Words(value.Name)).Capital(), Phrase.Value(value.Text)))]);
    }

    public static IReadOnlyList<AskedValue> Values(string parameters)
    {
        using var json = JsonDocument.Parse(parameters);
        return [.. json.RootElement.EnumerateObject().Select(p =>
            new AskedValue(p.Name, p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText()))];
    }

    /// <summary>Every value the sentence leaves out is still something an approver allows.</summary>
    private static IEnumerable<Effect> Others(Template template, IReadOnlyList<AskedValue> values) => values
        .Where(value => !template.Act.Contains($"{{{value.Name}}}", StringComparison.Ordinal))
        .Select(value => new Effect(Phrase.Words(Words(value.Name)).Capital(), Phrase.Value(value.Text)));

    private static string Outcome(ActionClass @class) => @class switch
    {
        ActionClass.CreatesAdmin => "exists, with administrator rights",
        ActionClass.ChangesAdmin => "has changed administrator rights",
        ActionClass.ReadsSecret => "is known to the caller; the target itself stays as it is",
        _ => "is changed as asked",
    };

    private static string Words(string name) => name.Replace('_', ' ').Replace('.', ' ');
}

/// <summary>One declared parameter as the caller gave it.</summary>
public sealed record AskedValue(string Name, string Text);

/// <summary>One thing on the target and what it is afterwards; what it is now is not known without a connector.</summary>
public sealed record Effect(Phrase What, Phrase After);
