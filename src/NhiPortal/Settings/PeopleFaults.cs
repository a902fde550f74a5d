using NhiPortal.Connectors.People;
using NhiPortal.Features.People;

namespace NhiPortal.Settings;

/// <summary>The directory of people: completely described, or not named at all.</summary>
internal static class PeopleFaults
{
    private const string Source = "People:Source";
    private const string Sources = "None, Csv, Ldap or Graph.";

    public static IEnumerable<SettingFault> Of(SettingsReading reading)
    {
        var kind = PeopleSourceKind.None;
        if (reading[Source] is { } text && (!Enum.TryParse(text, ignoreCase: true, out kind) || !Enum.IsDefined(kind) || char.IsAsciiDigit(text[0])))
            return [new(Source, $"is \"{text}\", which is not known.", Sources)];
        if (reading["People:MissingPercent"] is { } percent && int.TryParse(percent, out var share) && share > 100)
            return [new("People:MissingPercent", $"is {share}.", "a share from 1 to 100.")];
        return kind switch
        {
            PeopleSourceKind.Ldap => Ldap(reading),
            PeopleSourceKind.Graph => Graph(reading),
            _ => Unread(reading, kind),
        };
    }

    private static IEnumerable<SettingFault> Ldap(SettingsReading reading)
    {
        if (!LdapPeopleSettings.IsAddress(reading["People:Ldap:Address"]))
            yield return Wrong(reading, "People:Ldap:Address", "ldaps://host:636, or ldap://host:389, which is encrypted by StartTLS before anybody signs in.");
        foreach (var (key, what) in new[] { ("People:Ldap:User", "the distinguished name of the account that reads people."), ("People:Ldap:SearchBase", "the distinguished name under which people are, such as ou=people,dc=example,dc=org.") })
            if (reading[key] is null)
                yield return Wrong(reading, key, what);
        if (reading["People:Ldap:Secret"] is null == reading["People:Ldap:SecretFile"] is null)
            yield return new("People:Ldap:Secret", reading["People:Ldap:Secret"] is null ? "is missing." : "is set, and so is People:Ldap:SecretFile.", "the account's password, or a file that holds it under People:Ldap:SecretFile.");
        if (reading["People:Ldap:AuthorityFile"] is { } authorities && !File.Exists(reading.FullPath(authorities)))
            yield return new("People:Ldap:AuthorityFile", $"names no file ({reading.FullPath(authorities)}).", "a PEM file with the authorities trusted for this directory.");
        if (reading["People:Ldap:PageSize"] is { } size && int.TryParse(size, out var entries) && entries > 1000)
            yield return new("People:Ldap:PageSize", $"is {entries}.", "1 to 1000 entries.");
    }

    private static IEnumerable<SettingFault> Graph(SettingsReading reading)
    {
        foreach (var key in new[] { "People:Graph:TenantId", "People:Graph:ClientId" })
            if (!Guid.TryParse(reading[key], out _))
                yield return Wrong(reading, key, "a GUID.");
        if (reading["People:Graph:ClientSecret"] is null)
            yield return new("People:Graph:ClientSecret", "is missing.", "the client secret of the app registration; best as an environment variable.");
        foreach (var key in new[] { "People:Graph:Address", "People:Graph:SignInAddress" })
            if (reading[key] is { } text && (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !(reading.Development && uri.IsLoopback)) || uri.PathAndQuery != "/"))
                yield return Wrong(reading, key, "an https address without a path.");
    }

    private static IEnumerable<SettingFault> Unread(SettingsReading reading, PeopleSourceKind kind)
    {
        if (kind != PeopleSourceKind.Csv && reading["People:File"] is not null)
            yield return new("People:File", "is set, but nothing reads it.", "nothing; or set People:Source to Csv.");
        foreach (var (key, other) in new[] { ("People:Ldap:Address", "Ldap"), ("People:Graph:ClientId", "Graph") })
            if (reading[key] is not null)
                yield return new(key, "is set, but nothing reads it.", $"nothing; or set People:Source to {other}.");
    }

    private static SettingFault Wrong(SettingsReading reading, string key, string expected) =>
        new(key, reading[key] is { } text ? $"is \"{text}\"." : "is missing.", expected);
}
