using System.DirectoryServices.Protocols;
using System.Globalization;
using System.Runtime.CompilerServices;
using NhiPortal.Domain.People;

namespace NhiPortal.Connectors.People;

/// <summary>How the directory of people is reached and read (section "People:Ldap").</summary>
public sealed record LdapPeopleSettings
{
    /// <summary>ldaps://host:636, or ldap://host:389, which is encrypted by StartTLS before anybody signs in.</summary>
    public string? Address { get; init; }

    public string? User { get; init; }
    public string? Secret { get; init; }

    /// <summary>A file that holds the secret instead; read anew for every sync.</summary>
    public string? SecretFile { get; init; }

    /// <summary>PEM file with the authorities trusted instead of the machine's own.</summary>
    public string? AuthorityFile { get; init; }

    public string? SearchBase { get; init; }

    /// <summary>Who is a person; null asks for the usual classes.</summary>
    public string? Filter { get; init; }

    /// <summary>The attribute people are recognised by; null is objectGUID in Active Directory and entryUUID elsewhere.</summary>
    public string? IdAttribute { get; init; }

    /// <summary>An attribute that is TRUE for accounts that are disabled, where userAccountControl does not say it.</summary>
    public string? DisabledAttribute { get; init; }

    /// <summary>An attribute that is TRUE for guests.</summary>
    public string? ExternalAttribute { get; init; }

    public int PageSize { get; init; } = 500;

    /// <summary>The longest wait for one answer.</summary>
    public int TimeoutSeconds { get; init; } = 30;

    internal ConnectorSettings Connection => new()
    {
        Address = Address,
        User = User,
        Secret = Secret,
        SecretFile = SecretFile,
        AuthorityFile = AuthorityFile,
        SearchBase = SearchBase,
        PageSize = PageSize,
        TimeoutSeconds = TimeoutSeconds,
    };

    /// <summary>Never the generated text, which would hold the secret.</summary>
    public override string ToString() => "LDAP directory of people";

    public static bool IsAddress(string? text) => LdapSession.IsAddress(text, out _);
}

/// <summary>Reads people from OpenLDAP or Active Directory; a manager's distinguished name becomes that person's id.</summary>
public sealed class LdapPeople(LdapPeopleSettings settings) : IPeopleSource
{
    public const string SourceName = "ldap";

    private const int Most = 200_000;
    private const int AccountDisabled = 0x2;

    /// <summary>What a password policy writes when somebody locks an account for good; any other time is a lock that ends by itself.</summary>
    private const string LockedForGood = "000001010000Z";

    private static readonly string[] Groups = ["group", "groupOfNames", "groupOfUniqueNames", "posixGroup"];

    public string Name => SourceName;

    public async IAsyncEnumerable<DirectoryEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var session = await LdapSession.OpenAsync(settings.Connection, cancellation);
        var filter = settings.Filter ?? (session.ActiveDirectory ? "(&(objectCategory=person)(objectClass=user))" : "(objectClass=person)");
        var id = settings.IdAttribute ?? (session.ActiveDirectory ? "objectGUID" : "entryUUID");
        string[] attributes = [id, "objectClass", "displayName", "cn", "mail", "manager", "userAccountControl", "pwdAccountLockedTime", .. new[] { settings.DisabledAttribute, settings.ExternalAttribute }.OfType<string>()];

        // A manager may come on a later page than whom they lead, so links are resolved when all pages are there.
        var found = new List<DirectoryEntry>();
        var ids = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var entry in session.SearchAsync(settings.SearchBase!, filter, attributes, cancellation))
        {
            if (found.Count == Most)
                throw new ConnectorFault($"The directory has more than {Most:N0} people under {settings.SearchBase}. Narrow what is read.", false);
            var read = Entry(entry, id);
            found.Add(read);
            ids.TryAdd(Plain(read.Place), read.ObjectId);
        }

        foreach (var entry in found)
            yield return entry.Manager is { } manager ? entry with { Manager = ids.GetValueOrDefault(Plain(manager), manager) } : entry;
    }

    private DirectoryEntry Entry(SearchResultEntry entry, string id)
    {
        var objectId = entry.Id(id) ?? entry.Text(id) ?? "";
        return new()
        {
            Place = entry.DistinguishedName,
            ObjectId = objectId,
            Name = entry.Text("displayName") ?? entry.Text("cn") ?? "",
            Mail = entry.Text("mail") ?? "",
            Enabled = !Disabled(entry),
            Manager = entry.Text("manager"),
            External = IsTrue(entry, settings.ExternalAttribute),
            Fault = objectId.Length == 0 ? $"has no {id}."
                : entry.Texts("objectClass").Any(kind => Groups.Contains(kind, StringComparer.OrdinalIgnoreCase)) ? "is a group; only a person can own anything."
                : null,
        };
    }

    private bool Disabled(SearchResultEntry entry) =>
        (int.TryParse(entry.Text("userAccountControl"), CultureInfo.InvariantCulture, out var flags) && (flags & AccountDisabled) != 0)
        || entry.Text("pwdAccountLockedTime") == LockedForGood || IsTrue(entry, settings.DisabledAttribute);

    private static bool IsTrue(SearchResultEntry entry, string? attribute) =>
        attribute is not null && string.Equals(entry.Text(attribute), "TRUE", StringComparison.OrdinalIgnoreCase);

    /// <summary>The same name, however it is spaced.</summary>
    private static string Plain(string name) => name.Replace(", ", ",", StringComparison.Ordinal).Replace(" =", "=", StringComparison.Ordinal).Replace("= ", "=", StringComparison.Ordinal);
}
