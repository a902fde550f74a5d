using System.DirectoryServices.Protocols;
using System.Runtime.CompilerServices;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>The accounts of OpenLDAP or Active Directory, and who of them is a member, however deep, of a group that administers.</summary>
public sealed class LdapConnector(ConnectorSettings settings, TimeProvider time) : IPairedConnector
{
    public static readonly ConnectorRegistration Registration = new("Ldap", Check, (settings, time) => new LdapConnector(settings, time));

    public IAsyncEnumerable<FoundAccount> ReadAccountsAsync(CancellationToken cancellation) => ReadAsync(cancellation).Bounded(cancellation: cancellation);

    public TargetChange Resolved(TargetChange change) => settings.Resolved(change);

    public async Task<TargetState> ReadStateAsync(TargetChange about, CancellationToken cancellation)
    {
        await using var session = await LdapSession.OpenAsync(settings, cancellation);
        return await Changes(session).ReadAsync(about, cancellation);
    }

    public async Task ApplyAsync(TargetChange change, string key, CancellationToken cancellation)
    {
        await using var session = await LdapSession.OpenAsync(settings, cancellation);
        await Changes(session).ApplyAsync(change, cancellation);
    }

    public async Task RenewSecretAsync(string account, Func<string, CancellationToken, Task> keep, CancellationToken cancellation)
    {
        await using var session = await LdapSession.OpenAsync(settings, cancellation);
        var secret = NewSecret.Make();
        var set = await Changes(session).SecretAsync(account, secret, cancellation);
        await keep(secret, cancellation);
        await session.SendAsync(set, cancellation);
    }

    public async Task<bool> SignsInAsync(string account, string secret, CancellationToken cancellation)
    {
        await using var session = await LdapSession.OpenAsync(settings, cancellation);
        var name = await Changes(session).NameAsync(account, cancellation);
        try
        {
            await using var own = await LdapSession.OpenAsync(settings, name, secret, cancellation);
            return true;
        }
        catch (ConnectorFault fault) when (LdapFaults.IsRefusedSignIn(fault))
        {
            return false;
        }
    }

    public async Task<RotationSight> LookAsync(string account, CancellationToken cancellation)
    {
        await using var session = await LdapSession.OpenAsync(settings, cancellation);
        return await new LdapPairs(settings, session, Changes(session), time).ReadAsync(account, cancellation);
    }

    public async Task PairAsync(string account, string with, CancellationToken cancellation)
    {
        await using var session = await LdapSession.OpenAsync(settings, cancellation);
        await new LdapPairs(settings, session, Changes(session), time).NoteAsync(account, with, cancellation);
    }

    private LdapChanges Changes(LdapSession session) => new(settings, session, Filter(session), time);

    private static IEnumerable<ConnectorSettingFault> Check(ConnectorSettings settings)
    {
        if (!LdapSession.IsAddress(settings.Address, out _))
            yield return new(nameof(settings.Address), settings.Address is null ? "is missing." : $"is \"{settings.Address}\".", "ldaps://host:636, or ldap://host:389, which is encrypted by StartTLS before anybody signs in.");
        if (settings.SearchBase is null)
            yield return new(nameof(settings.SearchBase), "is missing.", "the distinguished name under which accounts are looked for, such as dc=example,dc=org.");
        if (settings.PageSize is < 1 or > 1000)
            yield return new(nameof(settings.PageSize), $"is {settings.PageSize}.", "1 to 1000 entries.");
        foreach (var fault in ConnectorRegistration.CheckSignIn(settings))
            yield return fault;
    }

    private async IAsyncEnumerable<FoundAccount> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var session = await LdapSession.OpenAsync(settings, cancellation);
        var administrators = session.ActiveDirectory ? await NestedAsync(session, cancellation) : await ListedAsync(session, cancellation);
        await foreach (var entry in session.SearchAsync(settings.SearchBase!, Filter(session), LdapAccount.Attributes, cancellation))
            yield return LdapAccount.Of(entry, session.ActiveDirectory, administrators, time.GetUtcNow());
    }

    private string Filter(LdapSession session) => settings.AccountFilter ?? (session.ActiveDirectory
        ? "(&(objectClass=user)(!(objectClass=computer)))"
        : "(|(objectClass=person)(objectClass=account)(objectClass=posixAccount)(objectClass=simpleSecurityObject)(objectClass=applicationProcess))");

    /// <summary>Active Directory follows nested groups itself, by a matching rule of its own.</summary>
    private async Task<FoundAdministrators> NestedAsync(LdapSession session, CancellationToken cancellation)
    {
        var administrators = new FoundAdministrators();
        foreach (var group in settings.AdminGroups)
        {
            var (name, _) = await GroupAsync(session, group, cancellation) ?? throw Missing(group);
            var members = $"(&{Filter(session)}(memberOf:1.2.840.113556.1.4.1941:={LdapSession.Escape(group)}))";
            await foreach (var member in session.SearchAsync(settings.SearchBase!, members, ["objectClass"], cancellation))
                administrators.Add(member.DistinguishedName, name);
        }

        return administrators;
    }

    /// <summary>Elsewhere a group lists its members, by name or by account, and some of them are groups again.</summary>
    private async Task<FoundAdministrators> ListedAsync(LdapSession session, CancellationToken cancellation)
    {
        var administrators = new FoundAdministrators();
        foreach (var group in settings.AdminGroups)
        {
            var (name, members) = await GroupAsync(session, group, cancellation) ?? throw Missing(group);
            var (waiting, seen) = (new Queue<string>(members), new HashSet<string>(StringComparer.OrdinalIgnoreCase) { group });
            while (waiting.TryDequeue(out var member))
            {
                administrators.Add(member, name);
                // Only a distinguished name can be a group again; a cycle ends where it began.
                if (member.Contains('=', StringComparison.Ordinal) && seen.Add(member) && await GroupAsync(session, member, cancellation) is (_, var inner))
                    inner.ForEach(waiting.Enqueue);
                if (seen.Count > AccountBounds.Most)
                    throw new ConnectorFault($"The group {name} has more than {AccountBounds.Most:N0} members.", false);
            }
        }

        return administrators;
    }

    private static ConnectorFault Missing(string group) => new($"The group of administrators {group} is not there or not a group; without it nobody would look like one.", false);

    /// <summary>The group's name and what it lists; null when there is no such entry or it is no group.</summary>
    private static async Task<(string Name, List<string> Members)?> GroupAsync(LdapSession session, string group, CancellationToken cancellation)
    {
        const string groups = "(|(objectClass=group)(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))";
        if (await session.ReadAsync(group, groups, ["cn", "member", "uniqueMember", "memberUid"], cancellation) is not { } entry)
            return null;
        return (entry.Text("cn") ?? group, [.. new[] { "member", "uniqueMember", "memberUid" }.SelectMany(entry.Texts)]);
    }
}
