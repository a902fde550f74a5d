using System.DirectoryServices.Protocols;

namespace NhiPortal.Connectors;

/// <summary>Whether a second account could do an account's work: only its memberships can be given again.</summary>
internal sealed class LdapPairs(ConnectorSettings settings, LdapSession session, LdapChanges changes, TimeProvider time)
{
    private const string DomainUsers = "513";
    private const int LongestDomainName = 20;

    public async Task<RotationSight> ReadAsync(string account, CancellationToken cancellation)
    {
        settings.RefuseOwn(account);
        if (await changes.FindAsync(account, cancellation) is not { } entry)
            return RotationSight.Nowhere;
        settings.RefuseOwn(entry.DistinguishedName, entry.Text("sAMAccountName"));
        return new()
        {
            Exists = true,
            Enabled = LdapAccount.Of(entry, session.ActiveDirectory, new(), time.GetUtcNow()).Enabled,
            Groups = await GroupsAsync(entry, cancellation),
            WhyAlone = session.ActiveDirectory switch
            {
                true when account.Length > LongestDomainName - 2 => $"A domain's account names have at most {LongestDomainName} characters, so there is no room for a second one beside it.",
                true when entry.Text("servicePrincipalName") is not null => "Kerberos finds the service by this account's service principal names, which only one account can have.",
                true when entry.Text("primaryGroupID") is { } primary && primary != DomainUsers => "Its primary group is not Domain Users; a second account would lack what that gives.",
                _ => null,
            },
            Unseen = "Rights given to the account itself, not to a group it is in, are not seen from here; the second account lacks them.",
            TurnsWith = entry.Texts("description").Select(PairNote.Read).OfType<string>().FirstOrDefault(),
        };
    }

    public async Task NoteAsync(string account, string with, CancellationToken cancellation)
    {
        var note = new DirectoryAttributeModification { Name = "description", Operation = DirectoryAttributeOperation.Replace };
        note.Add(PairNote.Of(with));
        await session.SendAsync(new ModifyRequest(await changes.NameAsync(account, cancellation), note), cancellation);
    }

    /// <summary>The groups that list it, by their distinguished names.</summary>
    private async Task<IReadOnlyList<string>> GroupsAsync(SearchResultEntry entry, CancellationToken cancellation)
    {
        var name = LdapSession.Escape(entry.DistinguishedName);
        var filter = session.ActiveDirectory
            ? $"(&(objectClass=group)(member={name}))"
            : $"(|(member={name})(uniqueMember={name}){string.Concat(entry.Texts("uid").Select(uid => $"(&(objectClass=posixGroup)(memberUid={LdapSession.Escape(uid)}))"))})";
        var found = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var group in session.SearchAsync(settings.GroupBase ?? settings.SearchBase!, filter, ["cn"], cancellation))
            found.Add(group.DistinguishedName);
        return [.. found];
    }
}
