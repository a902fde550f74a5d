using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using NhiPortal.Tests.Features.Channels;

namespace NhiPortal.Tests.Features.Audit.Anchoring;

/// <summary>A time-stamping authority of its own: openssl answers behind a real socket, sharing nothing with the product.</summary>
internal sealed class StampingAuthority : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nhiportal-tsa-").FullName;
    private Receiver receiver = null!;

    public string Certificate => Path.Combine(folder, "tsa.pem");

    public string Address => receiver.Address;

    /// <summary>Answers this instead, when set.</summary>
    public Func<byte[], byte[]>? Instead { get; set; }

    public static async Task<StampingAuthority> OpenAsync()
    {
        var authority = new StampingAuthority { receiver = await Receiver.OpenAsync() };
        await authority.RunAsync("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "20000", "-subj", "/CN=Stamps", "-addext", "extendedKeyUsage=critical,timeStamping", "-keyout", "tsa.key", "-out", "tsa.pem");
        await File.WriteAllTextAsync(Path.Combine(authority.folder, "tsa.cnf"), "[tsa]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\nordering=yes\ness_cert_id_alg=sha256\n");
        authority.receiver.Answer = authority.AnswerAsync;
        return authority;
    }

    /// <summary>Whether openssl, given file and answer, agrees.</summary>
    public async Task<bool> AgreesAsync(byte[] data, byte[] answer)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "data"), data);
        await File.WriteAllBytesAsync(Path.Combine(folder, "answer"), answer);
        return await RunAsync("ts", "-verify", "-data", "data", "-in", "answer", "-CAfile", "tsa.pem");
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        Directory.Delete(folder, true);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var asked = receiver.Got.Last().Body;
        await File.WriteAllBytesAsync(Path.Combine(folder, "asked"), asked);
        await RunAsync("ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "asked", "-out", "reply");
        var reply = await File.ReadAllBytesAsync(Path.Combine(folder, "reply"));
        http.Response.ContentType = "application/timestamp-reply";
        await http.Response.Body.WriteAsync(Instead?.Invoke(reply) ?? reply);
    }

    private async Task<bool> RunAsync(params string[] arguments)
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await openssl.StandardError.ReadToEndAsync();
        await openssl.WaitForExitAsync();
        return openssl.ExitCode == 0;
    }
}
