using System.Security.Cryptography;
using System.Text;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;

namespace NhiPortal.Data;

/// <summary>Keys the portal is given (section "Keys"); with the embedded database it makes its own where none is named.</summary>
public sealed record KeySettings
{
    /// <summary>PEM file with a P-256 private key. Empty: one is made in the data folder, which only the embedded database allows.</summary>
    public string? SigningKeyFile { get; init; }

    /// <summary>PEM files with public keys that signed earlier checkpoints, still believed when the log is verified.</summary>
    public string[] FormerKeyFiles { get; init; } = [];

    /// <summary>PFX file with the RSA certificate that encrypts the keys of cookies and forms, which SQL Server keeps for all instances.</summary>
    public string? DataProtectionCertificateFile { get; init; }

    public string? DataProtectionCertificatePassword { get; init; }
}

/// <summary>
/// The portal's one secret: a P-256 key that signs checkpoints of the audit log, and from which other secrets are derived.
/// It is a file beside the database, never in it, so that whoever changes the database cannot sign for the change.
/// </summary>
public sealed class SigningKeys : IDisposable
{
    private readonly Lock signing = new();
    private readonly ECDsa own;
    private readonly byte[] secret;

    private SigningKeys(ECDsa own, IEnumerable<ECDsa> former)
    {
        this.own = own;
        secret = own.ExportParameters(includePrivateParameters: true).D!;
        PublicJwks = [.. former.Prepend(own).Select(CheckpointKey.PublicJwk)];
    }

    /// <summary>Public keys to believe, as JSON Web Keys: the present one first, then former ones.</summary>
    public IReadOnlyList<string> PublicJwks { get; }

    /// <summary>The key file in force: the one named, or the one in the data folder.</summary>
    public static string FileOf(KeySettings settings, string dataFolder) =>
        string.IsNullOrWhiteSpace(settings.SigningKeyFile) ? Path.Combine(dataFolder, "keys", "log-signing.pem") : settings.SigningKeyFile;

    /// <summary>Opens the key, making one in the data folder when none is named and none is there yet.</summary>
    public static SigningKeys OpenOrMake(KeySettings settings, string dataFolder)
    {
        var file = FileOf(settings, dataFolder);
        if (string.IsNullOrWhiteSpace(settings.SigningKeyFile) && !File.Exists(file))
            KeyFile.Make(file);
        var own = KeyFile.Read(file, "Keys:SigningKeyFile");
        try
        {
            return new SigningKeys(own, Former(settings));
        }
        catch (CryptographicException)
        {
            own.Dispose();
            throw new InvalidOperationException($"Keys:SigningKeyFile: {file} holds a public key only; the private key is needed.");
        }
    }

    /// <summary>The public keys to believe, from files that may hold no more than that. Writes nothing.</summary>
    public static IReadOnlyList<ECDsa> ReadPublic(KeySettings settings, string dataFolder) =>
        [KeyFile.Read(FileOf(settings, dataFolder), "Keys:SigningKeyFile"), .. Former(settings)];

    public string Sign(Checkpoint checkpoint)
    {
        lock (signing)
            return checkpoint.Sign(own);
    }

    public Dsse Seal(byte[] statement)
    {
        lock (signing)
            return Dsse.Seal(statement, own);
    }

    /// <summary>A copy for one reader: key objects are not promised to be safe for several threads.</summary>
    public IReadOnlyList<ECDsa> CopyPublic() => [.. PublicJwks.Select(jwk => CheckpointKey.FromPublicJwk(jwk)!)];

    /// <summary>A secret of its own for one purpose (HKDF-SHA-256): the same on every instance that holds the key.</summary>
    public byte[] Derive(string purpose, int length = 32) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, length, info: Encoding.UTF8.GetBytes($"nhiportal {purpose}"));

    public void Dispose()
    {
        own.Dispose();
        CryptographicOperations.ZeroMemory(secret);
    }

    private static IEnumerable<ECDsa> Former(KeySettings settings) =>
        settings.FormerKeyFiles.Select(file => KeyFile.Read(file, "Keys:FormerKeyFiles"));
}
