using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace NhiPortal.Notifications;

/// <summary>The configured mailbox that returned letters arrive in.</summary>
public sealed class ReturnedMailbox(MailSettings settings)
{
    private const int Most = 500;
    private const uint Largest = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public ReturnedMailSettings Settings => settings.Returned;

    /// <summary>Tells of each returned letter that nobody has looked at; what has been told, or is something else, is marked as read.</summary>
    /// <exception cref="MailServerException">The mailbox cannot be read, or not to its end.</exception>
    public async Task ReadAsync(Func<ReturnedLetter, Task> tell, CancellationToken cancellation)
    {
        using var client = new ImapClient();
        await MailWay.OpenAsync(client, Settings.Host!, Settings.Port, Settings.Tls, Settings.User, Settings.Password, settings.AuthorityFile, cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            var folder = await client.GetFolderAsync(Settings.Folder, limit.Token);
            await folder.OpenAsync(FolderAccess.ReadWrite, limit.Token);
            var unread = (await folder.SearchAsync(SearchQuery.NotSeen, limit.Token)).Take(Most).ToList();
            foreach (var one in await folder.FetchAsync(unread, MessageSummaryItems.UniqueId | MessageSummaryItems.Size, limit.Token))
            {
                if (one.Size <= Largest && await ReadAsync(folder, one.UniqueId, limit.Token) is { } returned)
                    await tell(returned);
                await folder.AddFlagsAsync(one.UniqueId, MessageFlags.Seen, true, limit.Token);
            }

            await client.DisconnectAsync(true, limit.Token);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && MailServerException.Of(error, "broken") is { } trouble)
        {
            throw trouble;
        }
    }

    private static async Task<ReturnedLetter?> ReadAsync(IMailFolder folder, UniqueId id, CancellationToken cancellation)
    {
        try
        {
            return ReturnedLetter.Of(await folder.GetMessageAsync(id, cancellation));
        }
        catch (FormatException)
        {
            // No mail at all, whatever it is; it must not stand in the way of the others.
            return null;
        }
    }
}
