using System.Security.Cryptography;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Evidence.Verifying;

namespace NhiPortal.Features.Audit.Archiving;

/// <summary>Reads an archive's file back from its folder.</summary>
internal static class ArchiveCheck
{
    /// <summary>Why the file is not the archive that was written; null when it is, and verifies under the portal's own keys.</summary>
    public static Task<string?> TroubleAsync(string? folder, LogArchive archive, SigningKeys keys, CancellationToken cancellation) => Task.Run(() => Trouble(folder, archive, keys), cancellation);

    /// <summary>Its SHA-256, or why it cannot be read.</summary>
    public static (string? Sha256, string? Trouble) Hash(string? folder, string name)
    {
        try
        {
            using var file = Open(folder, name);
            return (Convert.ToHexStringLower(SHA256.HashData(file)), null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, $"The archive {name} cannot be read: {fault.Message}");
        }
    }

    /// <summary>Why a file is no whole archive of the stretch; null when it is one.</summary>
    public static string? Trouble(Stream file, Guid id, LogStretch stretch, SigningKeys keys)
    {
        var pinned = keys.CopyPublic();
        try
        {
            var verdict = PackageVerifier.Run(file, pinned, []);
            if (verdict.Level is TrustLevel.Broken or TrustLevel.EmbeddedKey)
                return $"The archive does not verify: {verdict.Faults.Select(fault => $"{fault.Place}: {fault.Sentence}").FirstOrDefault()}";
            return verdict.Contents is { Archive: true } contents && contents.Package == id.ToString() && contents.Counts.FirstLeaf == stretch.First && contents.Counts.LastLeaf == stretch.End - 1
                ? null : $"The archive is not the one of {stretch.Words}.";
        }
        finally
        {
            foreach (var key in pinned)
                key.Dispose();
        }
    }

    private static string? Trouble(string? folder, LogArchive archive, SigningKeys keys)
    {
        var (sha256, trouble) = Hash(folder, archive.File);
        if (trouble is not null || sha256 != archive.Sha256)
            return trouble ?? $"The archive {archive.File} was changed: its bytes are not the ones that were written.";
        using var file = Open(folder, archive.File);
        return Trouble(file, archive.Id.Value, archive.Stretch, keys);
    }

    private static FileStream Open(string? folder, string name) => string.IsNullOrWhiteSpace(folder)
        ? throw new IOException("Audit:ArchiveFolder is not set.")
        : new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.Read, 256 * 1024);
}
