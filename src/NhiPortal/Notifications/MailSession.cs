using MailKit.Net.Smtp;
using MimeKit;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Notifications;

/// <summary>What became of one letter at the server.</summary>
public readonly record struct MailOutcome(MailVerdict Verdict, int? Answer);

/// <summary>One signed-in conversation with the mail server; a letter's own refusal does not end it.</summary>
public sealed class MailSession(SmtpClient client) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="MailServerException">The server cannot be used any more; whether the letter went out is not known.</exception>
    public async Task<MailOutcome> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            await client.SendAsync(message, limit.Token);
            return new(MailVerdict.Sent, null);
        }
        catch (SmtpCommandException refused) when (client.IsConnected && Step(refused) is MailStep.Recipient or MailStep.Content)
        {
            return new(MailAnswer.Judge(Step(refused), (int)refused.StatusCode, refused.Message), (int)refused.StatusCode);
        }
        catch (NotSupportedException)
        {
            // An address in letters this server does not take; the next letter may well be fine.
            return new(MailVerdict.NotThisLetter, null);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && MailServerException.Of(error, "broken") is { } trouble)
        {
            throw trouble;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await client.DisconnectAsync(quit: true, CancellationToken.None);
        }
        catch (Exception error) when (MailServerException.Of(error, "broken") is not null)
        {
            // Every letter has its answer by now; how the server takes a goodbye does not matter.
        }

        client.Dispose();
    }

    private static MailStep Step(SmtpCommandException refused) => refused.ErrorCode switch
    {
        SmtpErrorCode.RecipientNotAccepted => MailStep.Recipient,
        SmtpErrorCode.MessageNotAccepted => MailStep.Content,
        SmtpErrorCode.SenderNotAccepted => MailStep.Sender,
        _ => MailStep.Session,
    };
}
