using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Trust;
using NhiPortal.Features.People;

namespace NhiPortal.Tests.Features.Access;

/// <summary>The small organisation, an issuer it trusts, a gateway that guards its directory, and the API in front.</summary>
public sealed class Scene : IAsyncDisposable
{
    private Scene(TestPortal portal, SmallOrganisation org, TestIssuer issuer, ApiPortal api) => (Portal, Org, Issuer, Api) = (portal, org, issuer, api);

    public TestPortal Portal { get; }
    public SmallOrganisation Org { get; }
    public TestIssuer Issuer { get; }
    public ApiPortal Api { get; }

    /// <summary>A good token of hr-sync.</summary>
    public string Token => Issuer.Token();

    public string GatewayToken => Issuer.Token("ep:edge-gateway");

    public static async Task<Scene> StartAsync(PeopleSettings? people = null)
    {
        var portal = await TestPortal.StartAsync(settings => people is null ? settings : settings with { People = people });
        var org = await SmallOrganisation.CreateAsync(portal);
        var issuer = await TestIssuer.TrustAsync(portal);
        await portal.ArrangeAsync(db => db.Add(EnforcementPoint.Create("edge-gateway", "Edge", "urn:test", "ep:edge-gateway", [org.Directory.Id], portal.Now)));
        return new Scene(portal, org, issuer, await ApiPortal.StartAsync(portal));
    }

    /// <summary>The evaluation hr-sync sends to add a member.</summary>
    public static object Body(
        string member = "u123", string subject = "hr-sync", string group = "Domain Admins", string? target = "corp-directory", string action = "group.add_member", object? context = null) => new
        {
            subject = new { type = "workload", id = subject },
            action = new { name = action, properties = new { member } },
            resource = new { type = "group", id = group, properties = new { target } },
            context = context ?? new { },
        };

    public static object AskBody(string member = "u123", object? denial = null, string subject = "hr-sync", object? requested = null, object? client = null, string? justification = "Ticket 4711 asks for it") => new
    {
        subject = new { type = "workload", id = subject },
        action = new { name = "group.add_member", properties = new { member } },
        resource = new { type = "group", id = "Domain Admins", properties = new { target = "corp-directory" } },
        context = new { justification },
        denial,
        requested_access = requested,
        client,
    };

    /// <summary>Both owners approve what hr-sync asked.</summary>
    public async Task<GrantId> ApprovedAsync(string member = "u123", int minutes = 30)
    {
        var request = await Org.AskAsync(SmallOrganisation.AddMember(member));
        await ApproveAsync(request, minutes);
        await using var db = Portal.Db();
        return db.Grants.Single(grant => grant.RequestId == request).Id;
    }

    public async Task ApproveAsync(RequestId request, int minutes = 30)
    {
        Assert.True((await Org.ApproveAsync(Org.Sam, request, minutes)).Succeeded);
        Assert.Equal(RequestStatus.Approved, (await Org.ApproveAsync(Org.Ian, request, minutes)).Value);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        Issuer.Dispose();
        await Portal.DisposeAsync();
    }
}
