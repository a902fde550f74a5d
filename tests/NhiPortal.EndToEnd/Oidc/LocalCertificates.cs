using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NhiPortal.EndToEnd.Oidc;

/// <summary>A certificate authority for one test run and a certificate for localhost that it signed, as PEM files in a folder.</summary>
internal sealed class LocalCertificates
{
    public LocalCertificates(string folder, IPAddress? also = null)
    {
        var from = TimeProvider.System.GetUtcNow().AddHours(-1);
        var until = from.AddDays(2);

        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=NhiPortal test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        if (also is not null)
            names.AddIpAddress(also);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(authority, from, until.AddMinutes(-1), RandomNumberGenerator.GetBytes(16));

        AuthorityFile = Write("authority.pem", authority.ExportCertificatePem());
        CertificateFile = Write("certificate.pem", certificate.ExportCertificatePem());
        KeyFile = Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        // SSL_CERT_FILE replaces the machine's list, so the bundle carries that list too.
        TrustFile = Write("trust.pem", MachineAuthorities() + authority.ExportCertificatePem() + "\n");

        string Write(string name, string pem)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, pem);
            return path;
        }
    }

    public string AuthorityFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    public string TrustFile { get; }

    private static string MachineAuthorities()
    {
        var file = Environment.GetEnvironmentVariable("SSL_CERT_FILE") ?? "/etc/ssl/certs/ca-certificates.crt";
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }
}
