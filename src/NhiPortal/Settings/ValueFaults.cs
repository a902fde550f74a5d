using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace NhiPortal.Settings;

/// <summary>Numbers and switches that are written as something else.</summary>
internal static class ValueFaults
{
    public static IEnumerable<SettingFault> Of(SettingsReading reading) =>
        from section in UnknownSettings.Sections
        from property in section.Value.GetProperties()
        let key = $"{section.Key}:{property.Name}"
        let text = reading[key]
        where property.CanWrite && text is not null
        let expected = Expected(property, text)
        where expected is not null
        select new SettingFault(key, $"is \"{text}\".", expected);

    private static string? Expected(PropertyInfo property, string text)
    {
        var type = property.PropertyType;
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var within) && range.IsValid(within) ? null : $"a whole number from {range.Minimum} to {range.Maximum}.";
        if (type == typeof(bool))
            return bool.TryParse(text, out _) ? null : "true or false.";
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? null : "a whole number from 1 up.";
        return null;
    }
}
