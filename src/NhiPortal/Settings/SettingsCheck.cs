namespace NhiPortal.Settings;

/// <summary>Finds every setting the portal must not start with: better no portal than one that only seems safe.</summary>
public static class SettingsCheck
{
    public static IReadOnlyList<SettingFault> Run(IConfiguration configuration, IHostEnvironment environment)
    {
        var reading = new SettingsReading(configuration, environment);
        return
        [
            .. UnknownSettings.Faults(reading),
            .. ValueFaults.Of(reading),
            .. StartFaults.Of(reading),
            .. DatabaseFaults.Of(reading),
            .. SignInFaults.Of(reading),
            .. KeyFaults.Of(reading),
            .. AnchorFaults.Of(reading),
            .. AddressFaults.Of(reading),
            .. PeopleFaults.Of(reading),
            .. ConnectorFaults.Of(reading),
            .. VaultFaults.Of(reading),
            .. MailFaults.Of(reading),
            .. NotificationFaults.Of(reading),
        ];
    }

    /// <summary>The whole message for the person who started the program.</summary>
    public static string Describe(IReadOnlyList<SettingFault> faults, string environmentName) => $"""
        NhiPortal cannot start in {environmentName}: {(faults.Count == 1 ? "one setting needs" : $"{faults.Count} settings need")} attention.

        {string.Join(Environment.NewLine + Environment.NewLine, faults)}

        appsettings.template.json lists every setting with its default.
        """;
}
