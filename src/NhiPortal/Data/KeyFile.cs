using System.Security.Cryptography;
using System.Text;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Data;

/// <summary>A P-256 key in a PEM file that only its owner may read.</summary>
internal static class KeyFile
{
    public static ECDsa Read(string file, string setting)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            // Naming the key checks its curve: nothing but P-256 signs checkpoints.
            _ = CheckpointKey.Thumbprint(key);
            return key;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidOperationException($"{setting}: {file} is not a readable PEM file with a P-256 key.", fault);
        }
    }

    public static void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // Not by process id: two containers on one folder may well have the same.
        var draft = $"{file}.{Guid.NewGuid():n}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            // Two programs starting on one folder must end up with the same key: the first to move wins.
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
    }
}
