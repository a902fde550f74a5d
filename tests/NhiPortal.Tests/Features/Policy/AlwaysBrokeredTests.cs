using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Features.BreakGlass;
using NhiPortal.Features.Policy;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Executions;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Policy;

/// <summary>A rule may leave it to the portal alone, and whoever asks may choose the portal.</summary>
public sealed class AlwaysBrokeredTests : OnAdapter
{
    private static readonly IReadOnlyList<ApprovalRule> Brokered = [.. DefaultPolicy.Rules.Select(rule => rule with { AlwaysBrokered = true })];

    [Fact]
    public async Task Rule_ThatLeavesItToThePortal_IsFollowedWhateverIsAskedAndRefusedWhereNoConnectorCan()
    {
        await PublishAsync();
        var asked = await scene.Org.AskAsync();
        Assert.True((await scene.Org.ReadAsync(asked)).Brokered);
        var refused = await scene.Portal.Get<AskForAccess>().RunAsync(
            scene.Org.Caller, new Ask(scene.Org.Workload.Id, AddMember(group: "readers", target: "orders-db")) { Justification = "Ticket 4711 asks for it" }, Stop);
        Assert.Equal("brokered_not_supported", refused.Refusal!.Code);
        Assert.Contains("lets nobody but the portal itself do this, and the portal cannot: it has no connector that can change orders-db.", refused.Refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_ThatLeavesItToThePortal_NamesTheWaysThatNoConnectorCarriesOut()
    {
        var check = await scene.Portal.Get<DraftCheckQuery>().RunAsync(As(scene.Org.Staff, Role.IamStaff), Brokered, Stop);
        Assert.Contains(check!.Reach, reach => reach.WithoutConnector == (1, "hr-sync on orders-db"));
        Assert.All((await scene.Portal.Get<DraftCheckQuery>().RunAsync(As(scene.Org.Staff, Role.IamStaff), DefaultPolicy.Rules, Stop))!.Reach, reach => Assert.Equal(0, reach.WithoutConnector.Ways));
    }

    [Fact]
    public async Task AskOnBehalf_TickedForThePortal_IsBrokered()
    {
        await using var page = await OpenAsync(scene.Portal, scene.Org.Bea);
        var form = page.Show<AskOnBehalf>("/requests/new?integration=hr-sync", "form select");
        form.Find("select").Change("corp-directory");
        form.WaitForState(() => form.FindAll("form select").Count > 1, Patience);
        form.FindAll("form select")[1].Change("group.add_member");
        form.WaitForState(() => form.FindAll("form input[type=text]").Count > 2, Patience);
        form.FindAll("form input[type=text]")[1].Change("Domain Admins");
        form.FindAll("form input[type=text]")[2].Change("u55");
        form.Find("#ask-brokered").Change(true);
        form.WaitForAssertion(() => Assert.Contains("By the portal itself. When the grant ends, it is no longer a member of Domain Admins.", Words(form.Find(".ask-verdict")), StringComparison.Ordinal), Patience);
        form.Find("textarea").Change("The person starts today");
        form.Find("form").Submit();
        form.WaitForState(() => !page.Address.Contains("new", StringComparison.Ordinal), Patience);
        await using var db = scene.Portal.Db();
        Assert.True((await db.Requests.SingleAsync(Stop)).Brokered);
    }

    [Fact]
    public async Task BreakGlass_WhereOnlyThePortalMayAndCannot_LetsNothingThrough()
    {
        await using var unable = await TestPortal.StartAsync();
        var org = await CreateAsync(unable);
        var waiting = await org.AskAsync();
        await unable.ArrangeAsync(db => db.Add(PolicyVersion.Publish(2, ApprovalPolicy.Create([.. Brokered.Select(rule => rule with { EmergencyAllowed = true })]).Value, null, unable.Now)));
        await unable.Get<ReturnChanged>().RunAsync(Stop);
        await using var db = unable.Db();
        var again = await db.Requests.AsNoTracking().SingleAsync(r => r.FollowsId == waiting, Stop);
        var broken = await unable.Get<UseBreakGlass>().RunAsync(As(org.Sam), again.Id, new BreakGlassAsk(30, "The directory is down and nobody else answers.", "corp-directory"), Stop);
        Assert.Equal((true, "brokered_not_supported"), (again.Brokered, broken.Refusal?.Code));
        Assert.False(await db.Grants.AnyAsync(Stop));
    }

    private Task PublishAsync() => scene.Portal.ArrangeAsync(db => db.Add(PolicyVersion.Publish(2, ApprovalPolicy.Create(Brokered).Value, null, scene.Portal.Now)));
}
