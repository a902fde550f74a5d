using System.Runtime.CompilerServices;
using NhiPortal.Domain.Discovery;

namespace NhiPortal.Connectors;

/// <summary>Holds every connector's stream to what a reading may be: each account once, named, and not without end.</summary>
internal static class AccountBounds
{
    public const int Most = 200_000, MostRoles = 5_000;

    public static async IAsyncEnumerable<FoundAccount> Bounded(
        this IAsyncEnumerable<FoundAccount> accounts, int most = Most, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var account in accounts.WithCancellation(cancellation))
        {
            if (account.Id is not { Length: > 0 and <= FoundAccount.LongestId } || account.Name.Length == 0)
                throw new ConnectorFault($"Account {seen.Count + 1:N0} has no name or no usable id.", false);
            if (account.Roles.Count > MostRoles)
                throw new ConnectorFault($"Account {seen.Count + 1:N0} holds more than {MostRoles:N0} administrative roles, which no account does.", false);
            if (!seen.Add(account.Id))
                throw new ConnectorFault($"Account {seen.Count + 1:N0} has the id of an earlier one.", false);
            if (seen.Count > most)
                throw new ConnectorFault($"The target holds more than {most:N0} accounts. Narrow what is read.", false);
            yield return account;
        }
    }
}
