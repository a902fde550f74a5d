namespace NhiPortal.Settings;

/// <summary>One setting the portal will not start with: what is wrong with it and what is expected instead.</summary>
public sealed record SettingFault(string Key, string Problem, string Expected)
{
    /// <summary>Says it together with every place where the setting can be set.</summary>
    public override string ToString()
    {
        var json = string.Concat(Key.Split(':').Select(part => $"\"{part}\": ")) switch
        {
            var nested when Key.Contains(':', StringComparison.Ordinal) => $"{nested.Insert(nested.IndexOf(':', StringComparison.Ordinal) + 1, " {")}… }}",
            var flat => $"{flat}…",
        };
        return $"""
              {Key} {Problem}
                Expected: {Expected}
                Set it in appsettings.json as {json.Replace("  ", " ", StringComparison.Ordinal)}
                or as environment variable {Key.Replace(":", "__", StringComparison.Ordinal)}
                or on the command line as --{Switch(Key)} <value>
            """;
    }

    private static string Switch(string key) => key is "Seed" or "Data" or "Urls" ? key.ToLowerInvariant() : key;
}
