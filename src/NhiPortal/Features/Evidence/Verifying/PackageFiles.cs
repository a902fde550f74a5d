using System.IO.Compression;
using System.Security.Cryptography;
using NhiPortal.Domain.Evidence;

namespace NhiPortal.Features.Evidence.Verifying;

/// <summary>The files of a package: each there once, each in the signed list, each with the bytes that were signed.</summary>
internal sealed class PackageFiles(PackageFaults faults)
{
    private const int LongestProof = 1 << 20;
    private readonly Dictionary<string, ZipArchiveEntry> entries = [];

    public void Open(ZipArchive zip)
    {
        foreach (var entry in zip.Entries)
            if (!entries.TryAdd(entry.FullName, entry))
                faults.Add(entry.FullName, "It is there twice.");
    }

    public bool Has(string name) => entries.ContainsKey(name);

    public Stream Read(string name) => entries[name].Open();

    public void Compare(EvidenceStatement statement, string manifest, IEnumerable<string> needed)
    {
        foreach (var name in needed.Concat(statement.Subject.Select(file => file.Name)).Distinct().Where(name => !Has(name)))
            faults.Add(name, "It is missing.");
        foreach (var name in entries.Keys.Where(name => name != manifest && statement.Subject.All(file => file.Name != name)))
            faults.Add(name, "It is not in the signed list of files.");
        foreach (var file in statement.Subject.Where(file => Has(file.Name)))
            if (Hash(file.Name) != file.Digest.Sha256)
                faults.Add(file.Name, "It was changed: its bytes are not the ones that were signed.");
    }

    /// <summary>A file that is short in every package; null, and a fault, when it is not there or longer.</summary>
    public byte[]? Small(string name)
    {
        if (!Has(name))
        {
            faults.Add(name, "It is missing.");
            return null;
        }

        try
        {
            using var stream = Read(name);
            var bytes = new byte[LongestProof + 1];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read <= LongestProof)
                return bytes[..read];
            faults.Add(name, "It is longer than any of its kind.");
        }
        catch (InvalidDataException fault)
        {
            faults.Add(name, $"It cannot be unpacked: {fault.Message}");
        }

        return null;
    }

    private string? Hash(string name)
    {
        try
        {
            using var stream = Read(name);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
