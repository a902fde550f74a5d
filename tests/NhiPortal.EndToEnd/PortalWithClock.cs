using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NhiPortal.EndToEnd;

/// <summary>The real program on a real socket in this process, with the demo organisation and a clock the test can move on.</summary>
public sealed class PortalWithClock : WebApplicationFactory<Program>
{
    private readonly string? shared;
    private readonly string folder;
    private readonly IReadOnlyDictionary<string, string> settings;

    private PortalWithClock(string? shared, IReadOnlyDictionary<string, string>? settings)
    {
        this.shared = shared;
        this.settings = settings ?? new Dictionary<string, string>();
        folder = shared ?? Directory.CreateTempSubdirectory("nhiportal-clock-").FullName;
    }

    public MovableTime Time { get; } = new();

    public Uri Address { get; private set; } = null!;

    /// <param name="settings">What this portal is told besides, by its setting's name.</param>
    /// <param name="shared">A data folder that outlives the portal.</param>
    public static PortalWithClock Start(IReadOnlyDictionary<string, string>? settings = null, string? shared = null)
    {
        var portal = new PortalWithClock(shared, settings);
        portal.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        portal.StartServer();
        portal.Address = new Uri(portal.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return portal;
    }

    public Uri At(string path) => new(Address, path);

    /// <summary>Does now what the clock would bring by itself.</summary>
    public async Task RunAsync<TJobs>(Func<TJobs, Task> job) where TJobs : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await job(ActivatorUtilities.CreateInstance<TJobs>(scope.ServiceProvider));
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Data", folder);
        builder.UseSetting("Seed", "demo");
        foreach (var (name, value) in settings)
            builder.UseSetting(name, value);
        builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time)));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (shared is null && Directory.Exists(folder))
            Directory.Delete(folder, true);
    }
}

/// <summary>Real time, plus what the test has added; timers run in real time.</summary>
public sealed class MovableTime : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    public void Advance(TimeSpan by) => ahead += by;
}
