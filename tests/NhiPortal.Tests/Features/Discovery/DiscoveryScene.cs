using NhiPortal.Connectors;
using NhiPortal.Domain;
using NhiPortal.Features.Discovery;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Discovery;

/// <summary>The small organisation, with a file for its directory that a test writes and the portal reads.</summary>
internal sealed class DiscoveryScene : IAsyncDisposable
{
    private const string Headers = "id,account,kind,administrator,can,owner\n";
    private readonly string file;

    private DiscoveryScene(TestPortal portal, string file) => (Portal, this.file) = (portal, file);

    public TestPortal Portal { get; }

    public SmallOrganisation Org { get; private set; } = null!;

    public Actor Staff => As(Org.Staff, Role.IamStaff);

    public static async Task<DiscoveryScene> SetAsync()
    {
        var file = "";
        var portal = await TestPortal.StartAsync(settings => settings with
        {
            Connectors = new Dictionary<string, ConnectorSettings>
            {
                ["corp-directory"] = new() { Kind = "Csv", Address = file = Path.Combine(settings.Data, "accounts.csv"), OldestDays = 100_000 },
            },
        });
        return new(portal, file) { Org = await CreateAsync(portal) };
    }

    public void Write(params string[] lines) => File.WriteAllText(file, Headers + string.Concat(lines.Select(line => line + "\n")));

    public Task<Result<DiscoveryOutcome>> ReadAsync(bool acceptFewer = false) =>
        Portal.Get<DiscoverAccounts>().RunAsync(Actor.Rule("discover accounts"), "corp-directory", acceptFewer, TestContext.Current.CancellationToken);

    public Task<CandidateRows> ListAsync(CandidateFilter? filter = null) =>
        Portal.Get<CandidateListQuery>().RunAsync(Staff, filter ?? new(), 0, 100, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await Portal.DisposeAsync();
}
