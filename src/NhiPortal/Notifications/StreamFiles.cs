using NhiPortal.Domain.Channels;

namespace NhiPortal.Notifications;

/// <summary>
/// Appends lines to a file of the day in the operator's folder, which nobody but the program may write to. What is told
/// as kept is on disk; after a crash in between the same lines come again.
/// </summary>
public sealed class StreamFiles(NotificationSettings settings, TimeProvider time)
{
    private const UnixFileMode Strangers = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public async Task<DeliveryOutcome> WriteAsync(WebhookEndpoint to, ChannelMessage message, CancellationToken cancellation)
    {
        if (settings.FolderOf(to.Setting) is not { } path)
            return new(null, null, "not_set");
        var folder = new DirectoryInfo(path);
        if (!folder.Exists)
            return new(null, null, "no_folder");
        if (folder.LinkTarget is not null || (!OperatingSystem.IsWindows() && (folder.UnixFileMode & Strangers) != 0))
            return new(null, null, "open_folder");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
            await using var file = new FileStream(Path.Combine(path, $"nhiportal-{to.Id.Value:n}-{time.GetUtcNow():yyyy-MM-dd}.jsonl"), options);
            var end = file.Seek(0, SeekOrigin.End);
            if (end > 0)
            {
                // A line that broke off with a crash ends here, so that the next one can be read.
                file.Seek(end - 1, SeekOrigin.Begin);
                if (file.ReadByte() != '\n')
                    file.WriteByte((byte)'\n');
            }

            await file.WriteAsync(message.Body, cancellation);
            file.Flush(flushToDisk: true);
            return new(null, null, null) { Kept = true };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(null, null, "not_written");
        }
    }
}
