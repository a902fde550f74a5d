using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Connectors.Vaults;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Rotations;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>The small organisation with a directory whose secrets the portal renews, and a vault of files to put them into.</summary>
internal sealed class ThroughScene(TestPortal portal, SmallOrganisation org, ConnectorSettings byHand) : IAsyncDisposable
{
    public TestPortal Portal => portal;
    public SmallOrganisation Org => org;
    public CredentialId Id { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(portal.Folder, "vault");

    public static async Task<ThroughScene> SetAsync(ConnectorSettings byHand, ConnectorSettings connector)
    {
        var portal = await TestPortal.StartAsync(settings =>
        {
            var vault = Directory.CreateDirectory(Path.Combine(settings.Data, "vault"));
            if (!OperatingSystem.IsWindows())
                vault.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            return settings with
            {
                Connectors = new Dictionary<string, ConnectorSettings> { ["corp-directory"] = connector },
                Vaults = new Dictionary<string, VaultSettings> { ["dev"] = new() { Kind = "File", Address = vault.FullName } },
            };
        });
        var scene = new ThroughScene(portal, await CreateAsync(portal), byHand);
        var entered = await portal.Get<RegisterCredential>().RunAsync(As(scene.Org.Ian), CredentialScene.Draft with { Kind = "Password", KeptIn = "dev/hr-sync", Expires = null }, Stop);
        Assert.True(entered.Succeeded, entered.Refusal?.Sentence);
        scene.Id = entered.Value;
        return scene;
    }

    /// <summary>An account there with a password that its users have, which the register knows as the integration's.</summary>
    public async Task<string> ArrangeAsync(string account, string? group)
    {
        var connector = (IRotatingConnector)ConnectorRegistration.Of(byHand.Kind)!.Make(byHand, TimeProvider.System);
        await connector.ApplyAsync(new() { Account = account, Exists = true, Enabled = true }, "", Stop);
        if (group is not null)
            await connector.ApplyAsync(new() { Account = account, Member = true, Held = HeldKind.Group, Holder = group }, "", Stop);
        var password = "";
        await connector.RenewSecretAsync(account, (given, _) => Task.FromResult(password = given), Stop);
        await AdoptAsync(account);
        return password;
    }

    /// <summary>The register knows the account, and the credential's own schedule has the portal begin its rotation; it is due today.</summary>
    public async Task BeginByItselfAsync(string account, RotationSchedule? schedule = null)
    {
        await portal.ArrangeAsync(db =>
        {
            var identity = db.Workloads.SingleOrDefault(w => w.Subject == account);
            if (identity is null)
                db.Workloads.Add(identity = WorkloadIdentity.Create(org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), account, portal.Now));
            var credential = db.Credentials.Single(c => c.Id == Id);
            credential.Change(credential.Description with { Workload = identity.Id });
        });
        var given = await portal.Get<ScheduleCredential>().RunAsync(As(org.Ian), Id, schedule ?? new() { EveryDays = 30, StartsItself = true, OverlapHours = 48 }, "agreed with the vendor", Stop);
        Assert.True(given.Succeeded, given.Refusal?.Sentence);
    }

    public Task<int> BeginDueAsync() => portal.Get<StartDueRotations>().RunAsync(Stop);

    public async Task<List<Rotation>> RotationsAsync()
    {
        await using var db = portal.Db();
        return await db.Rotations.AsNoTracking().ToListAsync(Stop);
    }

    public Task AdoptAsync(string account) => portal.ArrangeAsync(db => db.Add(WorkloadIdentity.Create(org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), account, portal.Now)));

    public async Task<TargetRehearsal> RehearseAsync(string account) => (await portal.Get<TargetRehearsalQuery>().RunAsync(As(org.Ian), Id, account, Stop))!;

    public async Task<RotationId> StartAsync(RotationAsk ask, CredentialId? of = null)
    {
        var begun = await portal.Get<RotateThroughTarget>().RunAsync(As(org.Ian), of ?? Id, ask, Stop);
        Assert.True(begun.Succeeded, begun.Refusal?.Sentence);
        return begun.Value;
    }

    public Task<int> RotateAsync() => portal.Get<RotateDue>().RunAsync(Stop);

    public async Task<Rotation> ReadAsync(RotationId id)
    {
        await using var db = portal.Db();
        return await db.Rotations.AsNoTracking().Include(r => r.Attempts).SingleAsync(r => r.Id == id, Stop);
    }

    public async Task<Credential> CredentialAsync(CredentialId id)
    {
        await using var db = portal.Db();
        return await db.Credentials.AsNoTracking().SingleAsync(c => c.Id == id, Stop);
    }

    public (string Account, string Secret, string Version) InVault()
    {
        var kept = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "hr-sync.json")))!;
        return (kept["account"]!.GetValue<string>(), kept["secret"]!.GetValue<string>(), kept["version"]!.GetValue<string>());
    }

    /// <summary>None of these is in any byte of the database, in whatever table, index or free page.</summary>
    public async Task AssertNowhereAsync(params string[] secrets)
    {
        foreach (var file in Directory.GetFiles(portal.Folder, "nhiportal.db*"))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[open.Length];
            await open.ReadExactlyAsync(bytes, Stop);
            Assert.All(secrets, secret => Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret))));
        }
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();
}
