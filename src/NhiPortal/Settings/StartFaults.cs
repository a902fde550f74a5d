namespace NhiPortal.Settings;

/// <summary>What the portal starts with and where it writes.</summary>
internal static class StartFaults
{
    public static IEnumerable<SettingFault> Of(SettingsReading reading)
    {
        if (reading["Seed"] is { } seed)
        {
            if (!Enum.TryParse<SeedKind>(seed, ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || char.IsAsciiDigit(seed[0]))
                yield return new("Seed", $"is \"{seed}\", which is not known.", "none, demo or large.");
            else if (kind != SeedKind.None && !reading.Development)
                yield return new("Seed", $"is \"{seed}\", but invented people and grants have no place in {reading.EnvironmentName}.", "none, or nothing at all.");
        }

        if (reading["Data"] is { } data && File.Exists(reading.FullPath(data)))
            yield return new("Data", $"names a file ({reading.FullPath(data)}).", "a folder; it is made when it does not exist.");
        if (reading["Organisation"] is { Length: > Domain.Text.Name } name)
            yield return new("Organisation", $"has {name.Length} characters.", $"a name of at most {Domain.Text.Name} characters.");
    }
}
