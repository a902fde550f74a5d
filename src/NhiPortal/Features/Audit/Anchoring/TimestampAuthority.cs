using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace NhiPortal.Features.Audit.Anchoring;

/// <summary>
/// Asks the operator's time-stamping authority (RFC 3161) to stamp some bytes, of which it learns the hash only. An answer
/// that the named certificates do not vouch for is no answer.
/// </summary>
public sealed class TimestampAuthority : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly AuditSettings settings;
    private readonly HttpClient client;

    public TimestampAuthority(AuditSettings settings)
    {
        this.settings = settings;
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1), MaxResponseHeadersLength = 16 })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = TimestampAnswer.Longest,
        };
    }

    /// <returns>The whole answer, or why there is none that counts.</returns>
    public async Task<(byte[]? Answer, string? Trouble)> StampAsync(byte[] data, CancellationToken cancellation)
    {
        var request = Rfc3161TimestampRequest.CreateFromData(data, HashAlgorithmName.SHA256, requestSignerCertificates: true, nonce: RandomNumberGenerator.GetBytes(16));
        try
        {
            using var content = new ByteArrayContent(request.Encode());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
            using var answer = await client.PostAsync(new Uri(settings.TimestampUrl!), content, cancellation);
            if (!answer.IsSuccessStatusCode)
                return (null, $"The authority answered {(int)answer.StatusCode}.");
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation);
            // It answers this very question: another's, or an old one's, has another nonce or hash.
            request.ProcessResponse(bytes, out _);
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(settings.TimestampCertificateFile!);
            return TimestampAnswer.TryVerify(bytes, data, trusted, out _) ? (bytes, null) : (null, "The answer is not signed by a certificate of Audit:TimestampCertificateFile.");
        }
        catch (HttpRequestException)
        {
            return (null, "The authority cannot be reached, or the conversation broke off.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"The authority took longer than {Patience.TotalSeconds:0} seconds.");
        }
        catch (CryptographicException)
        {
            return (null, "The answer is no time stamp of what was asked, or the certificate file cannot be read.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, "Audit:TimestampCertificateFile cannot be read.");
        }
    }

    public void Dispose() => client.Dispose();
}
