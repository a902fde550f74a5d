using System.Buffers.Binary;
using System.DirectoryServices.Protocols;
using System.Globalization;
using System.Text;
using NhiPortal.Domain.Discovery;

namespace NhiPortal.Connectors;

/// <summary>Reads a directory's entry as an account: the same questions, the attributes each directory answers them with.</summary>
internal static class LdapAccount
{
    /// <summary>The lock that ends only when it is taken away; any other is one that time or the directory takes away again.</summary>
    public const string LockedForGood = "000001010000Z";

    private const int Disabled = 0x2;
    private const string DomainAdmins = "512";

    public static readonly string[] Attributes =
    [
        "objectClass", "entryUUID", "objectGUID", "uid", "sAMAccountName", "cn", "displayName", "mail", "givenName", "employeeNumber", "servicePrincipalName", "manager",
        "managedBy", "owner", "description", "userAccountControl", "accountExpires", "adminCount", "primaryGroupID", "pwdAccountLockedTime", "createTimestamp", "whenCreated",
        "lastLogonTimestamp", "pwdLastSuccess", "authTimestamp", "pwdLastSet", "pwdChangedTime",
    ];

    public static FoundAccount Of(SearchResultEntry entry, bool activeDirectory, FoundAdministrators administrators, DateTimeOffset now)
    {
        var name = (activeDirectory ? entry.Text("sAMAccountName") : entry.Text("uid")) ?? entry.Text("cn") ?? "";
        List<string> roles = [.. administrators.Of(entry.DistinguishedName, name)];
        if (activeDirectory && entry.Text("primaryGroupID") == DomainAdmins)
            roles.Add("Domain Admins");
        // Kept by the directory for members of its own protected groups, however they became members.
        var isProtected = activeDirectory && entry.Text("adminCount") == "1";
        return new()
        {
            Id = (activeDirectory ? entry.Id("objectGUID") : entry.Text("entryUUID")) ?? "",
            Name = name,
            DisplayName = entry.Text("displayName") ?? entry.Text("cn"),
            Kind = Kind(entry),
            Enabled = activeDirectory ? Enabled(entry, now) : entry.Text("pwdAccountLockedTime") != LockedForGood,
            Administrator = roles.Count > 0 || isProtected,
            Roles = isProtected && roles.Count == 0 ? ["protected group"] : roles,
            CanDo = roles.Count > 0 ? $"Administers the directory as a member of {string.Join(", ", roles)}."
                : isProtected ? "Is or was a member of one of the directory's protected groups." : "Signs in; is in no group of administrators.",
            OwnerHint = Hint(entry),
            CreatedAt = entry.Time("createTimestamp") ?? entry.Time("whenCreated"),
            LastLoginAt = entry.FileTime("lastLogonTimestamp") ?? entry.Time("pwdLastSuccess") ?? entry.Time("authTimestamp"),
            SecretSetAt = entry.FileTime("pwdLastSet") ?? entry.Time("pwdChangedTime"),
            SecretEndsAt = entry.FileTime("accountExpires"),
        };
    }

    private static AccountKind Kind(SearchResultEntry entry)
    {
        var classes = entry.Texts("objectClass").ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (entry.Text("servicePrincipalName") is not null || classes.Overlaps(["account", "applicationProcess", "msDS-GroupManagedServiceAccount", "msDS-ManagedServiceAccount"]))
            return AccountKind.ServiceAccount;
        return (entry.Text("givenName") ?? entry.Text("employeeNumber") ?? entry.Text("mail")) is null ? AccountKind.Unknown : AccountKind.Person;
    }

    private static bool Enabled(SearchResultEntry entry, DateTimeOffset now) =>
        (int.TryParse(entry.Text("userAccountControl"), CultureInfo.InvariantCulture, out var flags) && (flags & Disabled) == 0) && !(entry.FileTime("accountExpires") <= now);

    private static string? Hint(SearchResultEntry entry)
    {
        string?[] hints = [Named(entry.Text("managedBy")), Named(entry.Text("manager")), Named(entry.Text("owner")), entry.Text("description")];
        return hints.OfType<string>().Distinct().ToList() is { Count: > 0 } said ? string.Join("; ", said) : null;
    }

    /// <summary>The first name in a distinguished name, which is how people call whoever it points at.</summary>
    private static string? Named(string? distinguished)
    {
        if (distinguished?.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var start))
            return distinguished;
        var end = start + 1;
        while (end < distinguished.Length && distinguished[end] != ',')
            end += distinguished[end] == '\\' ? 2 : 1;
        return distinguished[(start + 1)..Math.Min(end, distinguished.Length)].Replace("\\", "", StringComparison.Ordinal);
    }
}

/// <summary>An entry's values in the forms directories keep them.</summary>
internal static class LdapValues
{
    private static readonly string[] Times = ["yyyyMMddHHmmss'Z'", "yyyyMMddHHmmss'.0Z'", "yyyyMMddHHmmss.FFFFFF'Z'"];

    public static string? Text(this SearchResultEntry entry, string attribute) => entry.Texts(attribute).FirstOrDefault();

    public static IEnumerable<string> Texts(this SearchResultEntry entry, string attribute) =>
        entry.Attributes[attribute] is { Count: > 0 } values ? values.GetValues(typeof(byte[])).Cast<byte[]>().Select(Encoding.UTF8.GetString) : [];

    public static string? Id(this SearchResultEntry entry, string attribute) =>
        entry.Attributes[attribute] is { Count: 1 } values && values.GetValues(typeof(byte[])) is [byte[] { Length: 16 } bytes] ? new Guid(bytes).ToString() : null;

    /// <summary>The last part of a security id, by which a domain numbers what is in it.</summary>
    public static string? Rid(byte[] sid) => sid.Length < 12 ? null : BinaryPrimitives.ReadUInt32LittleEndian(sid.AsSpan(sid.Length - 4)).ToString(CultureInfo.InvariantCulture);

    /// <summary>A name inside a distinguished name, whatever characters it has.</summary>
    public static string Named(string name)
    {
        var named = new StringBuilder(name.Length);
        foreach (var (index, c) in name.Index())
            named.Append(",+\"\\<>;=#".Contains(c, StringComparison.Ordinal) || (c == ' ' && (index == 0 || index == name.Length - 1)) ? $"\\{c}" : c == '\0' ? "\\00" : $"{c}");
        return named.ToString();
    }

    public static DateTimeOffset? Time(this SearchResultEntry entry, string attribute) =>
        DateTimeOffset.TryParseExact(entry.Text(attribute), Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>Zero and the largest number both mean never.</summary>
    public static DateTimeOffset? FileTime(this SearchResultEntry entry, string attribute) =>
        long.TryParse(entry.Text(attribute), CultureInfo.InvariantCulture, out var ticks) && ticks is > 0 and < 2_650_000_000_000_000_000 ? DateTimeOffset.FromFileTime(ticks) : null;
}
