using System.Text.Json;
using System.Text.Json.Nodes;

namespace NhiPortal.Connectors.Vaults;

/// <summary>For development: one file for each secret, in a folder that nobody but the program's own user may look into.</summary>
public sealed class FileVault(VaultSettings settings, TimeProvider time) : IVault
{
    public static readonly VaultRegistration Registration = new("File", Check, (settings, time) => new FileVault(settings, time));

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public async Task<string> WriteAsync(VaultEntry entry, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            throw new ConnectorFault("A vault of files needs a system whose rights this program can check; use another kind of vault on Windows.", false);
        var folder = Checked();
        var version = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var (file, unfinished) = (Path.Combine(folder, $"{entry.Name}.json"), Path.Combine(folder, $".{entry.Name}.{version}"));
        var text = new JsonObject { ["version"] = version, ["account"] = entry.Account, ["secret"] = entry.Secret };
        try
        {
            await using (var stream = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                await JsonSerializer.SerializeAsync(stream, text, cancellationToken: cancellation);
                stream.Flush(true);
            }

            // Whoever reads it meanwhile has the old one or the new one, whole.
            File.Move(unfinished, file, true);
            return version;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorFault("The vault's folder cannot be written to.", true, error);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Looked at for every secret: rights change.</summary>
    private string Checked()
    {
        var folder = new DirectoryInfo(settings.Address!);
        if (!folder.Exists)
            throw new ConnectorFault("The vault's folder is not there. Make it, and give it to the program's user alone (chmod 700).", false);
        if (folder.LinkTarget is not null || (folder.UnixFileMode & Others) != 0)
            throw new ConnectorFault("The vault's folder is open to others than the program's user, so no secret is put there. Take their rights away (chmod 700).", false);
        return folder.FullName;
    }

    private static IEnumerable<ConnectorSettingFault> Check(VaultSettings settings)
    {
        if (settings.Address is null || !Path.IsPathFullyQualified(settings.Address))
            yield return new(nameof(settings.Address), settings.Address is null ? "is missing." : $"is \"{settings.Address}\".", "a folder by its full path that only the program's user may look into.");
        if (OperatingSystem.IsWindows())
            yield return new(nameof(settings.Kind), "is File.", "KeyVault or Webhook: on Windows the program cannot check who may read a file.");
    }
}
