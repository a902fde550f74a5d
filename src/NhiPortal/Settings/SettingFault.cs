namespace NhiPortal.Settings;

/// <summary>One setting the portal will not start with: what is wrong with it and what is expected instead.</summary>
public sealed record SettingFault(string Key, string Problem, string Expected)
{
    /// <summary>False for a misspelt setting, which is to be removed rather than set.</summary>
    public bool Known { get; init; } = true;

    /// <summary>Says it together with every place where the setting can be set.</summary>
    public override string ToString() => Known
        ? $"""
              {Key} {Problem}
                Expected: {Expected}
                Set it in appsettings.json as {Json(Key.Split(':'))}
                or as environment variable {Key.Replace(":", "__", StringComparison.Ordinal)}{CommandLine}
            """
        : $"""
              {Key} {Problem}
                Expected: {Expected}
                Look in appsettings.json, the environment ({Key.Replace(":", "__", StringComparison.Ordinal)}) and the command line.
            """;

    // Everybody on the machine can read a command line, so none is suggested for a secret.
    private string CommandLine => Key.EndsWith("Secret", StringComparison.Ordinal) || Key.EndsWith("Password", StringComparison.Ordinal) || Key.EndsWith("ConnectionString", StringComparison.Ordinal) || Key.EndsWith(":Url", StringComparison.Ordinal)
        ? ""
        : $"{Environment.NewLine}    or on the command line as --{(Key is "Seed" or "Data" or "Urls" ? Key.ToLowerInvariant() : Key)} <value>";

    private static string Json(ReadOnlySpan<string> parts) => parts switch
    {
        [var name] => $"\"{name}\": …",
        [var name, "0"] => $"\"{name}\": [ … ]",
        [var name, .. var rest] => $"\"{name}\": {{ {Json(rest)} }}",
        [] => "",
    };
}
