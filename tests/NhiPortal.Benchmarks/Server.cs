using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NhiPortal.Benchmarks;

/// <summary>A program under load in a process of its own.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process process;

    private Server(string name, IPEndPoint endPoint, Process process) => (Name, EndPoint, this.process) = (name, endPoint, process);

    public string Name { get; }

    public IPEndPoint EndPoint { get; }

    public static async Task<Server> StartAsync(string name, string[] arguments)
    {
        var port = FreePort();
        var address = $"http://127.0.0.1:{port}";
        string[] where = arguments[^1] == "bare" ? [address] : ["--urls", address];
        var start = new ProcessStartInfo("dotnet", [.. arguments, .. where]) { WorkingDirectory = Path.GetDirectoryName(arguments[0]) };
        foreach (var (key, value) in new[] { ("ASPNETCORE_ENVIRONMENT", "Development"), ("Logging__LogLevel__Default", "Warning"), ("DOTNET_gcServer", "1") })
            start.Environment[key] = value;
        var server = new Server(name, new IPEndPoint(IPAddress.Loopback, port), Process.Start(start)!);
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"{address}/health"));
                if (answer.IsSuccessStatusCode)
                    return server;
            }
            catch (HttpRequestException) when (tries < 600 && !server.process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
