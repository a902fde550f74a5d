using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Executions;

/// <summary>The small organisation with a directory that the portal can change.</summary>
public sealed class BrokeredScene : IAsyncDisposable
{
    private BrokeredScene(TestPortal portal, SmallOrganisation org) => (Portal, Org) = (portal, org);

    public TestPortal Portal { get; }

    public SmallOrganisation Org { get; }

    public static async Task<BrokeredScene> StartAsync(ConnectorSettings connector)
    {
        var portal = await TestPortal.StartAsync(settings => settings with { Connectors = new Dictionary<string, ConnectorSettings> { ["corp-directory"] = connector } });
        // Real targets have clocks of their own, and are told when what is lent ends.
        portal.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        return new(portal, await SmallOrganisation.CreateAsync(portal));
    }

    public static ActionCall CreateAdmin(string account) => new("account.create_admin", "corp-directory", "account", account, new Dictionary<string, JsonElement>());

    /// <summary>An action on accounts that the small organisation does not know by itself.</summary>
    public async Task<RequestId> GrantAsync(string action, string account)
    {
        await Portal.ArrangeAsync(db =>
        {
            if (db.Actions.Any(a => a.Name == action))
                return;
            db.Actions.Add(PrivilegedAction.Create(action, action, ActionClass.ChangesAdmin, RiskLevel.High, "account"));
            db.Add(PrivilegePath.Create(Org.Sync.Id, Org.Directory.Id, action, "*", Portal.Time.GetUtcNow()));
        });
        return await GrantAsync(new ActionCall(action, "corp-directory", "account", account, new Dictionary<string, JsonElement>()));
    }

    public Task<Result<Asked>> AskAsync(ActionCall call) => Portal.Get<AskForAccess>().RunAsync(
        Org.Caller, new Ask(Org.Workload.Id, call) { Justification = "Ticket 4711 asks for it", Minutes = 30, Brokered = true }, Stop);

    /// <summary>Asked, and approved by everybody it takes, for half an hour.</summary>
    public async Task<RequestId> GrantAsync(ActionCall call)
    {
        var asked = await AskAsync(call);
        Assert.True(asked.Succeeded, asked.Refusal?.Sentence);
        foreach (var owner in new[] { Org.Sam, Org.Ian, Org.Bea })
            if ((await Org.ReadAsync(asked.Value.Id)).Status == RequestStatus.Pending)
                await Org.ApproveAsync(owner, asked.Value.Id);
        Assert.Equal(RequestStatus.Approved, (await Org.ReadAsync(asked.Value.Id)).Status);
        return asked.Value.Id;
    }

    public Task<int> CarryOutAsync() => Portal.Get<CarryOutDue>().RunAsync(Stop);

    public async Task<Execution> ReadAsync(RequestId request)
    {
        await using var db = Portal.Db();
        return await db.Executions.AsNoTracking().Include(e => e.Attempts).SingleAsync(e => e.RequestId == request, Stop);
    }

    public async Task ExpireAsync()
    {
        Portal.Time.Advance(TimeSpan.FromMinutes(31));
        await Portal.Get<EndDueGrants>().RunAsync(Stop);
    }

    public async Task<GrantId> GrantOfAsync(RequestId request)
    {
        await using var db = Portal.Db();
        return await db.Grants.Where(g => g.RequestId == request).Select(g => g.Id).SingleAsync(Stop);
    }

    /// <summary>Tries until it is patient no longer, as the clock brings it.</summary>
    public async Task LosePatienceAsync()
    {
        for (var i = 0; i < Execution.PatientTries; i++)
        {
            await CarryOutAsync();
            Portal.Time.Advance(TimeSpan.FromMinutes(3));
        }
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
