using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;

namespace NhiPortal.Features.Evidence.Verifying;

/// <summary>
/// <c>verify package.zip</c> on the command line: needs nothing but the file. It exits with 0 only under a key that was given,
/// with 2 when there is none but the package's own, and with 1 when something is broken.
/// </summary>
public static class PackageVerb
{
    private const string Usage = "verify package.zip [--key key.pem|jwk|jwks.json]… [--anchor checkpoint.jws]… [--tsa certificate.pem]… [--data folder]";

    public static async Task<int> RunAsync(string package, IReadOnlyList<string> options, TextWriter output)
    {
        try
        {
            var (keys, anchors, authorities) = Read(options);
            await using var file = new FileStream(package, FileMode.Open, FileAccess.Read, FileShare.Read, 256 * 1024);
            return Report(PackageVerifier.Run(file, keys, anchors, authorities), output);
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            await output.WriteLineAsync($"Not verified: {fault.Message}");
            return 1;
        }
    }

    private static (IReadOnlyList<ECDsa> Keys, IReadOnlyList<string> Anchors, X509Certificate2Collection Authorities) Read(IReadOnlyList<string> options)
    {
        var (keys, anchors, authorities) = (new List<ECDsa>(), new List<string>(), new X509Certificate2Collection());
        for (var i = 0; i < options.Count; i += 2)
        {
            if (i + 1 == options.Count)
                throw new InvalidOperationException($"{options[i]} needs a value. {Usage}");
            switch (options[i])
            {
                case "--key":
                    keys.AddRange(Keys(options[i + 1]));
                    break;
                case "--anchor":
                    anchors.Add(File.ReadAllText(options[i + 1]));
                    break;
                case "--tsa":
                    authorities.ImportFromPemFile(options[i + 1]);
                    break;
                case "--data":
                    keys.AddRange(SigningKeys.ReadPublic(new KeySettings(), options[i + 1]));
                    break;
                default:
                    throw new InvalidOperationException($"{options[i]} is unknown. {Usage}");
            }
        }

        return (keys, anchors, authorities);
    }

    private static List<ECDsa> Keys(string file)
    {
        var text = File.ReadAllText(file);
        if (!text.TrimStart().StartsWith('{'))
            return [KeyFile.Read(file, "--key")];
        using var json = System.Text.Json.JsonDocument.Parse(text);
        var jwks = json.RootElement.TryGetProperty("keys", out var list) ? list.EnumerateArray().Select(jwk => jwk.GetRawText()).ToList() : [json.RootElement.GetRawText()];
        return [.. jwks.Select(jwk => CheckpointKey.FromPublicJwk(jwk) ?? throw new InvalidOperationException($"--key: {file} holds a key that is not the portal's kind (P-256, as /.well-known/jwks.json writes it)."))];
    }

    private static int Report(PackageVerdict verdict, TextWriter output)
    {
        var invariant = CultureInfo.InvariantCulture;
        output.WriteLine(verdict.Level switch
        {
            TrustLevel.Broken => $"THE PACKAGE IS BROKEN: {verdict.FaultCount} faults.",
            TrustLevel.EmbeddedKey => "All fits together, but only under the key inside the package. That does not show who made it: give a key you got another way (--key).",
            TrustLevel.PinnedKey => "The package is intact, signed with the key you trust.",
            _ => "The package is intact, signed with the key you trust, and its checkpoint is the one that was kept or stamped elsewhere.",
        });
        output.WriteLine($"  trust        {Words(verdict.Level)}{(verdict.KeyId is { } key ? $", key {key}" : "")}");
        if (verdict.Contents is { } told)
        {
            output.WriteLine(string.Create(invariant, $"  log          {told.Log}, checkpoint over {told.TreeSize} events, newest over {told.LatestSize}"));
            if (told.Archive == true)
                output.WriteLine("  kind         an archive of the log: every event between its first and its last one");
            if (told.ArchivedEvents is { } archived)
                output.WriteLine(string.Create(invariant, $"  archived     events 0 to {archived - 1} were archived before it was built; it holds none of them"));
            output.WriteLine($"  period       {EvidenceNotes.Time(told.From)} to {EvidenceNotes.Time(told.Until)}, {told.Scope}");
            if (told.Framework is { } framework)
                output.WriteLine($"  framework    {framework}");
            output.WriteLine(string.Create(invariant, $"  events       {told.Counts.Events}, of leaves {told.Counts.FirstLeaf} to {told.Counts.LastLeaf}; {told.Counts.LeftOut} between them by hash only"));
            output.WriteLine(string.Create(invariant, $"  actions      {told.Counts.Actions}; {told.Counts.Attributed} name a workload and a human approver"));
        }

        foreach (var fault in verdict.Faults)
            output.WriteLine($"  - {fault.Place}: {fault.Sentence}");
        if (verdict.FaultCount > verdict.Faults.Count)
            output.WriteLine(string.Create(invariant, $"  - and {verdict.FaultCount - verdict.Faults.Count} more"));
        foreach (var note in verdict.Notes)
            output.WriteLine($"  note         {note}");
        return verdict.Level switch { TrustLevel.Broken => 1, TrustLevel.EmbeddedKey => 2, _ => 0 };
    }

    private static string Words(TrustLevel level) => level switch
    {
        TrustLevel.Broken => "none, broken",
        TrustLevel.EmbeddedKey => "embedded key only",
        TrustLevel.PinnedKey => "pinned key",
        _ => "pinned key and anchored",
    };
}
