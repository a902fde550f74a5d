using System.Data.Common;

namespace NhiPortal.Settings;

/// <summary>Provider and connection string must agree.</summary>
internal static class DatabaseFaults
{
    private const string Provider = "Database:Provider";
    private const string ConnectionString = "Database:ConnectionString";

    public static IEnumerable<SettingFault> Of(SettingsReading reading)
    {
        var connection = reading[ConnectionString];
        if (reading[Provider] is { } provider && !reading.Is(Provider, "Sqlite") && !reading.OnSqlServer)
            yield return new(Provider, $"is \"{provider}\", which is not known.", "Sqlite or SqlServer.");
        else if (reading.OnSqlServer && connection is null)
            yield return new(ConnectionString, "is missing, but Database:Provider is SqlServer.", "a SQL Server connection string, such as Server=db.example.org;Database=NhiPortal;….");
        else if (!reading.OnSqlServer && connection is not null)
            yield return new(ConnectionString, $"is set, but Database:Provider is {reading[Provider] ?? "Sqlite"}, which keeps its file in the data folder.", "nothing; or set Database:Provider to SqlServer.");
        else if (connection is not null && !Readable(connection))
            yield return new(ConnectionString, "cannot be read as a connection string.", "name=value pairs separated by semicolons.");
    }

    // Its text may hold a password, so the message never repeats it.
    private static bool Readable(string connection)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connection }.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
