using System.Text;

namespace NhiPortal.Connectors.Tests;

/// <summary>Files as operators drop them, good and bad.</summary>
public sealed class CsvTarget : ITarget, IDisposable
{
    private const string Headers = "id,account,name,kind,enabled,administrator,roles,can,owner,created,last_login\n";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-csv-");

    public ConnectorSettings Settings => File("good.csv", Headers + string.Concat(
        $"1,{Accounts.Nested},Lina,person,true,true,Operators;Admins,Administers everything.,,2024-02-29T10:00:00Z,2026-11-01\n",
        $"2,{Accounts.Disabled},,unknown,no,yes,Admins,,,,\n",
        $"3,{Accounts.Service},,service,,,,,{Accounts.Owner},,\n",
        $"4,{Quoted(Accounts.Hostile)},,,,,,,,,\n",
        $"5,{Accounts.Foreign},,,,,,,,,\n"));

    public IEnumerable<(string Trouble, ConnectorSettings Settings, bool Retryable)> Troubles =>
    [
        ("no file", Settings with { Address = Path.Combine(folder.FullName, "nowhere.csv") }, true),
        ("empty", File("empty.csv", ""), true),
        ("no account column", File("columns.csv", "id,name\n1,x\n"), false),
        ("unknown column", File("unknown.csv", "account,password\na,b\n"), false),
        ("column twice", File("twice.csv", "account,Account\na,b\n"), false),
        ("short line", File("short.csv", "id,account\n1\n"), false),
        ("open quote", File("quote.csv", "id,account\n1,\"open\n"), false),
        ("no name", File("noname.csv", "id,account\n1,\n"), false),
        ("same id", File("sameid.csv", "id,account\n1,a\n1,b\n"), false),
        ("no flag", File("flag.csv", "account,enabled\na,maybe\n"), false),
        ("no time", File("time.csv", "account,created\na,yesterday\n"), false),
        ("no kind", File("kind.csv", "account,kind\na,robot\n"), false),
        ("long line", File("long.csv", $"account,name\na,{new string('x', 100_000)}\n"), false),
        ("binary", File("binary.csv", "\0\u0001\u0002\n"), false),
        ("old", Old(), true),
    ];

    public Task<ConnectorSettings> ManyAsync(CancellationToken cancellation) => Task.FromResult(File("many.csv", Lines()));

    public Task<ConnectorSettings> CutAsync(CancellationToken cancellation) => Task.FromResult(File("cut.csv", Lines()[..500_000].TrimEnd()));

    public Task<ConnectorSettings?> SilentAsync(CancellationToken cancellation) => Task.FromResult<ConnectorSettings?>(null);

    public void Dispose() => folder.Delete(true);

    internal ConnectorSettings File(string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        System.IO.File.WriteAllText(path, content);
        return new() { Kind = "Csv", Address = path };
    }

    private ConnectorSettings Old()
    {
        var settings = File("old.csv", "account\na\n");
        System.IO.File.SetLastWriteTimeUtc(settings.Address!, TimeProvider.System.GetUtcNow().AddDays(-8).UtcDateTime);
        return settings;
    }

    private static string Lines()
    {
        var lines = new StringBuilder(Headers);
        for (var i = 0; i < Accounts.Many; i++)
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},svc-{i},Service {i},service,true,false,,,owner-{i % 50}@home.example,,\n");
        return lines.ToString();
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
