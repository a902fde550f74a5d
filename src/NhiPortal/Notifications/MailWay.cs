using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Security;

namespace NhiPortal.Notifications;

/// <summary>Opens the way to a mail server: encrypted and verified, then signed in, or not at all.</summary>
internal static class MailWay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="MailServerException">The server cannot be used; the client is disposed of.</exception>
    public static async Task OpenAsync(MailService client, string host, int port, MailTls tls, string? user, string? password, string? authorities, CancellationToken cancellation)
    {
        client.Timeout = (int)Patience.TotalMilliseconds;
        // Revocation lists are fetched over plain http, which a closed network does not let out.
        client.CheckCertificateRevocation = false;
        var step = "connect";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            if (authorities is not null)
                client.ServerCertificateValidationCallback = TrustingOnly(authorities);
            await client.ConnectAsync(host, port, tls switch
            {
                MailTls.Implicit => SecureSocketOptions.SslOnConnect,
                MailTls.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, limit.Token);
            step = "sign_in";
            if (user is not null)
                await client.AuthenticateAsync(user, password ?? "", limit.Token);
        }
        catch (Exception error)
        {
            client.Dispose();
            if (!cancellation.IsCancellationRequested && MailServerException.Of(error, step) is { } trouble)
                throw trouble;
            throw;
        }
    }

    private static RemoteCertificateValidationCallback TrustingOnly(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return (_, certificate, presented, errors) =>
        {
            // Any other name than the host's own stays an error, whoever has signed it.
            if (certificate is not X509Certificate2 own || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
                return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
            return chain.Build(own);
        };
    }
}
