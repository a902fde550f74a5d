using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit.Anchoring;

/// <summary>
/// A file of checkpoints, one compact JWS a line, that is only ever appended to. It belongs where whoever can change the
/// database cannot write; what it holds is compared with the log, here and at every full verification.
/// </summary>
internal static class AnchorFile
{
    private const int MostRead = 10_000, LongestLine = 4096;

    /// <summary>The newest checkpoints on file; none where no file is named or it cannot be read, of which the finding tells.</summary>
    public static IReadOnlyList<string> Read(string? file)
    {
        try
        {
            return string.IsNullOrWhiteSpace(file) || !File.Exists(file) ? [] : [.. File.ReadLines(file).Where(line => line.Length is > 0 and <= LongestLine).TakeLast(MostRead)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <returns>Why it could not be kept there; null when it is on disk.</returns>
    public static string? Append(string file, Checkpoint checkpoint, string jws)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var stream = new FileStream(file, options);
            var (last, whole) = LastLine(stream);
            if (last is not null && Domain.Audit.Checkpoint.Claim(last) is { } kept)
            {
                if (kept.TreeSize > checkpoint.TreeSize || (kept.TreeSize == checkpoint.TreeSize && kept.Root != checkpoint.Root))
                    return $"The file tells of a log of {kept.TreeSize} events, this one is of {checkpoint.TreeSize}: the log was put back or replaced. Verify it.";
                if (kept.TreeSize == checkpoint.TreeSize)
                    return null;
            }

            // A line that broke off stays where it is: nothing on file is ever written over.
            stream.Seek(0, SeekOrigin.End);
            stream.Write(System.Text.Encoding.ASCII.GetBytes($"{(whole ? "" : "\n")}{jws}\n"));
            stream.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return $"The file cannot be written: {fault.Message}";
        }
    }

    private static (string? Line, bool Whole) LastLine(FileStream stream)
    {
        var length = (int)Math.Min(stream.Length, 2 * LongestLine);
        if (length == 0)
            return (null, true);
        stream.Seek(-length, SeekOrigin.End);
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        var lines = System.Text.Encoding.ASCII.GetString(bytes).Split('\n');
        return (lines.Take(lines.Length - 1).LastOrDefault(line => line.Length > 0), lines[^1].Length == 0);
    }
}
