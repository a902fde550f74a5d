using NhiPortal.Connectors;
using NhiPortal.Domain.Discovery;

namespace NhiPortal.Features.Discovery;

/// <summary>What one reading brought back: how many accounts there are, those worth explaining, or why it failed.</summary>
public sealed record AccountReading(int Accounts, IReadOnlyList<FoundAccount> Found, string? Fault)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static async Task<AccountReading> TakeAsync(IConnector connector, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        var (accounts, found) = (0, new List<FoundAccount>());
        try
        {
            await foreach (var account in connector.ReadAccountsAsync(limit.Token))
            {
                accounts++;
                if (!account.Ordinary)
                    found.Add(account);
            }

            return new(accounts, found, null);
        }
        catch (ConnectorFault fault)
        {
            return new(accounts, [], fault.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(accounts, [], $"The reading was not done after {Longest.TotalMinutes:0} minutes.");
        }
    }
}
