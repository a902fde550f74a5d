using System.Reflection;
using Microsoft.Data.Sqlite;

namespace NhiPortal.EndToEnd;

/// <summary>The real program, started as people start it, on an address and a data folder of its own.</summary>
public sealed class Portal : IAsyncLifetime
{
    private static readonly string ProgramFile = BuiltWith("PortalProgram");

    // Where people run it from: its settings are found from here.
    private static readonly string ProjectFolder = BuiltWith("PortalProject");

    private readonly PortalOptions options;
    private ChildProcess? process;

    public Portal() : this(new PortalOptions())
    {
    }

    internal Portal(PortalOptions options)
    {
        this.options = options;
        DataFolder = options.DataFolder ?? Directory.CreateTempSubdirectory("nhiportal-test-").FullName;
        Address = options.Address ?? new Uri($"http://127.0.0.1:{LoopbackPort.Next()}/");
        // Redirects are answers worth seeing, and cookies belong to the test.
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public string DataFolder { get; }

    public HttpClient Http { get; }

    public string Log => process?.Log ?? "";

    /// <summary>The first start, with the demo organisation in the data folder unless another seed is asked for.</summary>
    public async ValueTask InitializeAsync()
    {
        if (options.DataFolder is null && !options.Arguments.Contains("--seed"))
            await DemoData.CopyToAsync(DataFolder);
        await StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Starts the program, or starts it again on the same data and address, and returns when it is healthy.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        process?.Dispose();
        string[] arguments = [ProgramFile, "--urls", Address.GetLeftPart(UriPartial.Authority), "--data", DataFolder, .. options.Arguments];
        var environment = Named("Development");
        foreach (var (name, value) in options.Environment)
            environment[name] = value;

        process = new ChildProcess(Dotnet, arguments, ProjectFolder, environment);
        await process.UntilOkAsync(Http, new Uri(Address, "health"), TimeSpan.FromSeconds(120), cancellation);
    }

    /// <summary>Runs the program to its own end, for starts that are refused and verbs that finish.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string environmentName, params IEnumerable<string> arguments)
    {
        using var process = new ChildProcess(Dotnet, [ProgramFile, .. arguments], ProjectFolder, Named(environmentName));
        var code = await process.EndAsync(TimeSpan.FromSeconds(120));
        return (code, process.Log);
    }

    /// <summary>Reads the portal's database beside it.</summary>
    public IReadOnlyList<T> Ask<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object Value)[] values)
    {
        using var connection = OpenDatabase();
        using var command = Command(connection, sql, values);
        using var rows = command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
            found.Add(read(rows));
        return found;
    }

    /// <summary>For what no page or route can do yet, such as a name that the directory sent.</summary>
    public void Execute(string sql, params (string Name, object Value)[] values)
    {
        using var connection = OpenDatabase();
        using var command = Command(connection, sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>Ends the program as a power cut would: it gets no chance to finish anything.</summary>
    public void Kill() => process?.Kill();

    public ValueTask DisposeAsync()
    {
        process?.Dispose();
        Http.Dispose();
        if (options.DataFolder is null)
            Directory.Delete(DataFolder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private SqliteConnection OpenDatabase()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(DataFolder, "nhiportal.db")};Pooling=False;Default Timeout=15");
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    // Counting for later optimisation is not worth it to a program that lives for minutes.
    private static Dictionary<string, string> Named(string environment) =>
        new() { ["ASPNETCORE_ENVIRONMENT"] = environment, ["DOTNET_ENVIRONMENT"] = environment, ["DOTNET_TieredPGO"] = "0" };

    private static string BuiltWith(string key) => typeof(Portal).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
