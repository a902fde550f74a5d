using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Requests;

public sealed class RequestTimelineTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Cancel_ByStaff_EndsItWithTheReason()
    {
        var id = await org.AskAsync();
        await using var page = await OpenAsync(portal, org.Staff, Role.IamStaff);
        var timeline = Show(page, id);
        Button(timeline, "Cancel request").Click();
        page.Dialogs.WaitForElement("textarea", Patience);
        page.Dialogs.Find("textarea").Input("Asked by mistake");
        page.Dialogs.Find("form").Submit();
        timeline.WaitForAssertion(() => Assert.Contains("Asked by mistake", timeline.Find(".timeline").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal(RequestStatus.Cancelled, (await org.ReadAsync(id)).Status);
    }

    [Fact]
    public async Task Refused_Attempts_AreTold()
    {
        var asked = await portal.Get<AskForAccess>().RunAsync(
            org.Caller, new Ask(org.Workload.Id, AddMember()) { Justification = "A run that Sam started", StartedBy = org.Sam.Mail }, TestContext.Current.CancellationToken);
        await org.ApproveAsync(org.Sam, asked.Value.Id);
        await using var page = await OpenAsync(portal, org.Ian);
        var told = Show(page, asked.Value.Id).Find(".timeline").TextContent;
        Assert.Contains("Tried to approve and was refused", told, StringComparison.Ordinal);
        Assert.Contains("You started the run that asks for this.", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_MayNotCancelWhatTheWorkloadAsked()
    {
        await using var page = await OpenAsync(portal, org.Sam);
        var timeline = Show(page, await org.AskAsync());
        Assert.DoesNotContain("Cancel request", timeline.Markup, StringComparison.Ordinal);
        Assert.Contains("Decide in the inbox", timeline.Markup, StringComparison.Ordinal);
    }

    private static IRenderedComponent<RequestTimeline> Show(PortalPage page, RequestId id) =>
        page.Show<RequestTimeline>($"/requests/{id}", ".timeline", p => p.Add(x => x.Id, id.Value));
}
