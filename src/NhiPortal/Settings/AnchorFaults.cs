using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Settings;

/// <summary>A second place for checkpoints, or a place for archives, that cannot work is better known at the start than after an incident.</summary>
internal static class AnchorFaults
{
    private const string File = "Audit:AnchorFile", Url = "Audit:TimestampUrl", Certificates = "Audit:TimestampCertificateFile", Folder = "Audit:ArchiveFolder", Years = "Audit:RetentionYears";

    public static IEnumerable<SettingFault> Of(SettingsReading reading)
    {
        if (reading[File] is { } file && (!Path.IsPathFullyQualified(file) || !Directory.Exists(Path.GetDirectoryName(file))))
            yield return new(File, $"is \"{file}\".", "the full path of a file in a folder that is there.");
        if (reading[Folder] is { } folder && (!Path.IsPathFullyQualified(folder) || !Directory.Exists(folder)))
            yield return new(Folder, $"is \"{folder}\".", "the full path of a folder that is there, best on storage that keeps what was written.");
        if (reading[Years] is { } years && !(int.TryParse(years, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= LogRetention.LeastYears and <= LogRetention.MostYears))
            yield return new(Years, $"is \"{years}\".", $"a whole number of years from {LogRetention.LeastYears} to {LogRetention.MostYears}; nothing younger than {LogRetention.LeastYears} years can be archived.");
        if (reading[Url] is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            yield return new(Url, "is no address.", "the authority's http:// or https:// address; what it answers is signed either way.");
        if (reading[Certificates] is { } certificates)
        {
            if (Problem(reading.FullPath(certificates)) is { } problem)
                yield return new(Certificates, problem, "a PEM file with the authority's certificate, or that of the root above it.");
        }
        else if (reading[Url] is not null)
        {
            yield return new(Certificates, $"is missing, but {Url} is set.", "a PEM file with the authority's certificate: a stamp nobody vouches for proves nothing.");
        }
    }

    private static string? Problem(string file)
    {
        try
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPemFile(file);
            return read.Count == 0 ? $"({file}) holds no certificate." : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return $"cannot be used: {fault.Message}";
        }
    }
}
