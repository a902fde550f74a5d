using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NhiPortal.Settings;

/// <summary>Several instances share one database, so they must be given the keys that one instance would make for itself.</summary>
internal static class KeyFaults
{
    private const string SigningKey = "Keys:SigningKeyFile";
    private const string Certificate = "Keys:DataProtectionCertificateFile";
    private const string Password = "Keys:DataProtectionCertificatePassword";
    private const string SigningKeyExpected = "a PEM file with a P-256 private key (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256), the same for every instance.";
    private const string CertificateExpected = "a PFX file with an RSA certificate and its private key, the same for every instance.";

    public static IEnumerable<SettingFault> Of(SettingsReading reading)
    {
        if (reading[SigningKey] is { } key)
        {
            if (Try(() => SigningKeyProblem(reading.FullPath(key))) is { } problem)
                yield return new(SigningKey, problem, SigningKeyExpected);
        }
        else if (reading.OnSqlServer)
        {
            yield return new(SigningKey, "is missing, but Database:Provider is SqlServer.", SigningKeyExpected);
        }

        if (reading[Certificate] is { } certificate)
        {
            if (Try(() => CertificateProblem(reading.FullPath(certificate), reading[Password])) is { } problem)
                yield return new(Certificate, problem, CertificateExpected);
        }
        else if (reading.OnSqlServer)
        {
            yield return new(Certificate, "is missing, but Database:Provider is SqlServer.", CertificateExpected);
        }
        else if (reading[Password] is not null)
        {
            yield return new(Password, $"is set, but {Certificate} is not.", "both, or neither.");
        }
    }

    private static string? SigningKeyProblem(string file)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        var parameters = key.ExportParameters(includePrivateParameters: true);
        return parameters.Curve.Oid?.Value == "1.2.840.10045.3.1.7" ? null : $"({file}) is a key on another curve.";
    }

    private static string? CertificateProblem(string file, string? password)
    {
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, password);
        using var key = certificate.GetRSAPrivateKey();
        return key is null ? $"({file}) holds no RSA private key." : null;
    }

    private static string? Try(Func<string?> look)
    {
        try
        {
            return look();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return $"cannot be used: {error.Message}";
        }
    }
}
