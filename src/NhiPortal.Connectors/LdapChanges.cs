using System.DirectoryServices.Protocols;
using System.Globalization;
using System.Text;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>One account and one group of a directory: looked up by name, read, and changed where they are not yet as wanted.</summary>
internal sealed class LdapChanges(ConnectorSettings settings, LdapSession session, string accounts, TimeProvider time)
{
    private const int Normal = 0x200, Disabled = 0x2;

    private const string Groups = "(|(objectClass=group)(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))";

    public async Task<TargetState> ReadAsync(TargetChange about, CancellationToken cancellation)
    {
        var group = about.Member is null ? null : await GroupAsync(settings.HolderOf(about), cancellation);
        settings.RefuseOwn(about.Account, group?.DistinguishedName);
        if (await AccountAsync(about, cancellation) is not { } entry)
            return TargetState.Nowhere;
        settings.RefuseOwn(entry.DistinguishedName, entry.Text("sAMAccountName"));
        var account = LdapAccount.Of(entry, session.ActiveDirectory, new(), time.GetUtcNow());
        return new()
        {
            Exists = true,
            // Whoever is to be switched off is not so because a date has passed, which somebody may move.
            Enabled = about.Enabled == false && session.ActiveDirectory ? (Flags(entry) & Disabled) == 0 : account.Enabled,
            Member = group is not null && await HoldsAsync(group, entry, cancellation),
            Id = account.Id,
            Until = session.ActiveDirectory ? entry.FileTime("accountExpires") : null,
        };
    }

    public async Task ApplyAsync(TargetChange change, CancellationToken cancellation)
    {
        var state = await ReadAsync(change, cancellation);
        if (change.Exists == true && !state.Exists)
            await TellAsync(Made(change), cancellation);
        var entry = await AccountAsync(change, cancellation);
        if (entry is null)
            return;
        if (change.Exists == false)
        {
            await TellAsync(new DeleteRequest(entry.DistinguishedName), cancellation);
            return;
        }

        // Power last when it is given, first when it is taken: half-way, an account has too little and never too much.
        if (change.Enabled == true && (!LdapAccount.Of(entry, session.ActiveDirectory, new(), time.GetUtcNow()).Enabled || change.EndsTooSoon(state)))
            await TellAsync(new ModifyRequest(entry.DistinguishedName, [.. Enabled(entry, change.Until)]), cancellation);
        if (change.Member is { } member && member != (state.Exists && state.Member))
            await JoinAsync(await GroupAsync(settings.HolderOf(change), cancellation), entry, member, cancellation);
        if (change.Enabled == false && state.Enabled)
            await TellAsync(new ModifyRequest(entry.DistinguishedName, session.ActiveDirectory ? [Flags(entry, Disabled)] : [Set("pwdAccountLockedTime", LdapAccount.LockedForGood)]), cancellation);
    }

    public Task<SearchResultEntry?> FindAsync(string account, CancellationToken cancellation) => AccountAsync(new() { Account = account }, cancellation);

    public async Task<string> NameAsync(string account, CancellationToken cancellation) =>
        (await FindAsync(account, cancellation))?.DistinguishedName ?? throw new ConnectorFault($"There is no account {account}.", false);

    public async Task<ModifyRequest> SecretAsync(string account, string secret, CancellationToken cancellation) =>
        new(await NameAsync(account, cancellation), session.ActiveDirectory ? Set("unicodePwd", Quoted(secret)) : Set("userPassword", secret));

    /// <summary>By the directory's own id where that is known: the name may be another's by now, and a domain finds it wherever it has been moved.</summary>
    private async Task<SearchResultEntry?> AccountAsync(TargetChange about, CancellationToken cancellation) => (about.Id, session.ActiveDirectory) switch
    {
        ({ } id, true) => await session.ReadAsync($"<GUID={id}>", "(objectClass=user)", LdapAccount.Attributes, cancellation),
        // One that was moved out of sight may still have its power: only where it could be seen is absence a proof.
        ({ } id, false) => await OneAsync(settings.SearchBase!, $"(&{accounts}(entryUUID={LdapSession.Escape(id)}))", about.Account, LdapAccount.Attributes, cancellation)
            ?? throw new ConnectorFault($"The account {about.Account} that was seen before is not found below {settings.SearchBase}. Whether it was deleted or moved elsewhere cannot be told from here: look for its entryUUID {id}.", false),
        (_, var domain) => await OneAsync(settings.SearchBase!, $"(&{accounts}({(domain ? "sAMAccountName" : "uid")}={LdapSession.Escape(about.Account)}))", about.Account, LdapAccount.Attributes, cancellation),
    };

    private async Task<SearchResultEntry> GroupAsync(string group, CancellationToken cancellation)
    {
        string[] attributes = ["objectClass", "cn", "objectSid"];
        var found = group.Contains('=', StringComparison.Ordinal) ? await session.ReadAsync(group, Groups, attributes, cancellation) : null;
        found ??= await OneAsync(settings.GroupBase ?? settings.SearchBase!, $"(&{Groups}(|(cn={LdapSession.Escape(group)})(sAMAccountName={LdapSession.Escape(group)})))", group, attributes, cancellation);
        return found ?? throw new ConnectorFault($"There is no group {group}.", false);
    }

    private async Task<SearchResultEntry?> OneAsync(string under, string filter, string name, string[] attributes, CancellationToken cancellation)
    {
        SearchResultEntry? found = null;
        await foreach (var entry in session.SearchAsync(under, filter, attributes, cancellation))
            found = found is null ? entry : throw new ConnectorFault($"The directory knows more than one {name}; nothing says which is meant.", false);
        return found;
    }

    private async Task<bool> HoldsAsync(SearchResultEntry group, SearchResultEntry entry, CancellationToken cancellation) =>
        IsPrimary(group, entry) || (await HeldByAsync(group, entry, cancellation)).Count > 0;

    /// <summary>A domain lists nobody in the group that is their primary one.</summary>
    private bool IsPrimary(SearchResultEntry group, SearchResultEntry entry) =>
        session.ActiveDirectory && group.Attributes["objectSid"]?.GetValues(typeof(byte[])) is [byte[] sid] && LdapValues.Rid(sid) == entry.Text("primaryGroupID");

    /// <summary>Every way in which the group lists the account.</summary>
    private async Task<List<(string Attribute, string Value)>> HeldByAsync(SearchResultEntry group, SearchResultEntry entry, CancellationToken cancellation)
    {
        var (name, held) = (entry.DistinguishedName, new List<(string, string)>());
        List<(string Attribute, string Value)> ways = session.ActiveDirectory ? [("member", name)] : [("member", name), ("uniqueMember", name), .. entry.Texts("uid").Select(uid => ("memberUid", uid))];
        foreach (var (attribute, value) in ways)
            if (await session.ReadAsync(group.DistinguishedName, $"({attribute}={LdapSession.Escape(value)})", ["cn"], cancellation) is not null)
                held.Add((attribute, value));
        return held;
    }

    private async Task JoinAsync(SearchResultEntry group, SearchResultEntry entry, bool member, CancellationToken cancellation)
    {
        if (member)
        {
            var (attribute, value) = Membership(group, entry);
            await TellAsync(new ModifyRequest(group.DistinguishedName, DirectoryAttributeOperation.Add, attribute, value), cancellation);
            return;
        }

        if (IsPrimary(group, entry))
            throw new ConnectorFault($"{group.Text("cn")} is the account's primary group: give it another one there first.", false);
        foreach (var (attribute, value) in await HeldByAsync(group, entry, cancellation))
            await LeaveAsync(group, attribute, value, cancellation);
    }

    private async Task LeaveAsync(SearchResultEntry group, string attribute, string value, CancellationToken cancellation)
    {
        const DirectoryAttributeOperation way = DirectoryAttributeOperation.Delete;
        try
        {
            await TellAsync(new ModifyRequest(group.DistinguishedName, way, attribute, value), cancellation);
        }
        catch (ConnectorFault fault) when (fault.InnerException is DirectoryOperationException { Response.ResultCode: ResultCode.ObjectClassViolation })
        {
            // Such a group may not be empty. One that is a member of itself gives nobody anything.
            await TellAsync(new ModifyRequest(group.DistinguishedName, Of(DirectoryAttributeOperation.Add, attribute, group.DistinguishedName), Of(way, attribute, value)), cancellation);
        }
    }

    private static (string Attribute, string Value) Membership(SearchResultEntry group, SearchResultEntry entry)
    {
        var classes = group.Texts("objectClass").ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (classes.Contains("posixGroup") && !classes.Overlaps(["groupOfNames", "groupOfUniqueNames"]))
            return ("memberUid", entry.Text("uid") ?? throw new ConnectorFault("The account has no uid, so this group cannot list it.", false));
        return (classes.Contains("groupOfUniqueNames") ? "uniqueMember" : "member", entry.DistinguishedName);
    }

    private AddRequest Made(TargetChange change)
    {
        var under = settings.AccountBase ?? settings.SearchBase!;
        if (!session.ActiveDirectory)
            return new($"uid={LdapValues.Named(change.Account)},{under}", new("objectClass", "inetOrgPerson"), new("uid", change.Account), new("cn", change.Account), new("sn", change.Account));
        // A secret nobody knows, so that the account can be enabled; whoever is to use it is given another.
        return new(
            $"CN={LdapValues.Named(change.Account)},{under}", new("objectClass", "user"), new("sAMAccountName", change.Account), new("unicodePwd", Quoted(NewSecret.Make())),
            new("userAccountControl", Normal.ToString(CultureInfo.InvariantCulture)), new("accountExpires", Expiry(change.Until)));
    }

    private IEnumerable<DirectoryAttributeModification> Enabled(SearchResultEntry entry, DateTimeOffset? until)
    {
        if (!session.ActiveDirectory)
            return [new() { Name = "pwdAccountLockedTime", Operation = DirectoryAttributeOperation.Delete }];
        return [Flags(entry, 0), Set("accountExpires", Expiry(until))];
    }

    private static string Expiry(DateTimeOffset? until) => (until?.ToFileTime() ?? 0).ToString(CultureInfo.InvariantCulture);

    private static DirectoryAttributeModification Flags(SearchResultEntry entry, int disabled) =>
        Set("userAccountControl", ((Flags(entry) & ~Disabled) | disabled).ToString(CultureInfo.InvariantCulture));

    private static int Flags(SearchResultEntry entry) => int.TryParse(entry.Text("userAccountControl"), CultureInfo.InvariantCulture, out var flags) ? flags : Normal;

    private static DirectoryAttributeModification Set(string attribute, string value) => Set(attribute, Encoding.UTF8.GetBytes(value));

    private static DirectoryAttributeModification Set(string attribute, byte[] value)
    {
        var set = new DirectoryAttributeModification { Name = attribute, Operation = DirectoryAttributeOperation.Replace };
        set.Add(value);
        return set;
    }

    private static DirectoryAttributeModification Of(DirectoryAttributeOperation way, string attribute, string value)
    {
        var one = new DirectoryAttributeModification { Name = attribute, Operation = way };
        one.Add(value);
        return one;
    }

    private static byte[] Quoted(string secret) => Encoding.Unicode.GetBytes($"\"{secret}\"");

    /// <summary>Somebody else may have done the same a moment ago; what counts is what is read afterwards.</summary>
    private async Task TellAsync(DirectoryRequest request, CancellationToken cancellation)
    {
        try
        {
            await session.SendAsync(request, cancellation);
        }
        catch (ConnectorFault fault) when (fault.InnerException is DirectoryOperationException { Response.ResultCode: ResultCode.AttributeOrValueExists or ResultCode.NoSuchAttribute or ResultCode.EntryAlreadyExists })
        {
        }
    }
}
