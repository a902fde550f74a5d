using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Stops;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Stops;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Stops;

/// <summary>The kill switch as people meet it: two clicks and a reason, then progress that moves by itself.</summary>
public sealed class StopPagesTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Passport_TwoClicksAndAReason_StopsAndLeadsToTheProgress()
    {
        await org.AskAsync();
        await using var page = await OpenAsync(portal, org.Staff, Role.SecurityOperations);
        var passport = page.Show<IntegrationPassport>("/integrations/hr-sync", "h1", with => with.Add(p => p.Key, "hr-sync"));
        Button(passport, "Stop…").Click();
        page.Dialogs.WaitForElement("textarea", Patience).Input("Grants roles by itself, incident 812");
        Assert.Contains("1 waiting request is cancelled.", Words(page.Dialogs.Find(".confirm-effects")), StringComparison.Ordinal);
        page.Dialogs.Find("form").Submit();

        passport.WaitForState(() => page.Address.Contains("/stops/", StringComparison.Ordinal), Patience);
        passport.WaitForState(() => passport.FindAll(".stop-banner").Count == 1, Patience);
        Assert.Contains("incident 812", Words(passport.Find(".stop-banner")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_SweptElsewhere_MovesWithoutReload()
    {
        await org.AskAsync();
        var stop = (await portal.StopAsync(As(org.Staff, Role.SecurityOperations), StopScope.Integration, org.Sync.Id.Value)).Value;
        await using var page = await OpenAsync(portal, org.Staff, Role.IamStaff);
        var shown = page.Show<StopPage>($"/stops/{stop}", "h1", with => with.Add(p => p.Id, stop.Value));
        Assert.Contains("Being looked up", shown.Markup, StringComparison.Ordinal);

        await using var second = portal.Second();
        await second.SweepAsync();

        shown.WaitForState(() => shown.Markup.Contains("1 of 3 confirmed", StringComparison.Ordinal), Patience);
        Assert.Contains("By hand, not confirmed", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("Ask to lift…", shown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfAnOwner_ShowsWhatConcernsThemAndNoTenantSwitch()
    {
        await portal.StopAsync(As(org.Staff, Role.SecurityOperations), StopScope.Integration, org.Sync.Id.Value);
        await using var mine = await OpenAsync(portal, org.Bea);
        var list = mine.Show<StopList>("/stops", "tbody td");
        Assert.Contains("HR sync", list.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Stop a whole tenant", list.Markup, StringComparison.Ordinal);
    }
}
