using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Requests;

/// <summary>How long requests waited and how they ended, counted from what really happened.</summary>
public sealed class ServiceFiguresTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
        var approved = await org.AskAsync(minutes: 60);
        portal.Time.Advance(TimeSpan.FromMinutes(10));
        await org.ApproveAsync(org.Sam, approved, 60);
        portal.Time.Advance(TimeSpan.FromMinutes(10));
        await org.ApproveAsync(org.Ian, approved, 30);
        var denied = await org.AskAsync(AddMember("u2"));
        await portal.Get<AskQuestion>().RunAsync(As(org.Sam), denied, "Which group is it for?", Stop);
        portal.Time.Advance(TimeSpan.FromHours(2));
        await portal.Get<AnswerQuestion>().RunAsync(org.Caller, denied, "For the night shift.", Stop);
        portal.Time.Advance(TimeSpan.FromMinutes(5));
        await portal.Get<DecideRequest>().RunAsync(As(org.Sam), denied, new OwnerAnswer(Verdict.Deny, null, "Not during the audit"), Stop);
        await org.AskAsync(AddMember("u3"));
        portal.Time.Advance(TimeSpan.FromHours(25));
        await portal.Get<ExpireRequests>().RunAsync(Stop);
        await org.AskAsync(AddMember("u4"));
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Run_CountsWaitsWithoutQuestionsAndEnds()
    {
        var figures = (await portal.Get<ServiceFiguresQuery>().RunAsync(As(org.Staff, Role.Auditor), Stop))!;

        Assert.Equal((1, 1, 1, 1), (figures.All.Approved, figures.All.Narrowed, figures.All.Denied, figures.All.Expired));
        Assert.Equal(new WaitingTimes(3, TimeSpan.FromMinutes(20), TimeSpan.FromHours(25), TimeSpan.FromHours(25)), figures.All.Waited);
        Assert.Equal(4, figures.Asked.Count);
        Assert.Equal("Corporate directory", Assert.Single(figures.Targets).Name);
        Assert.Equal("Internal agent", Assert.Single(figures.Rules).Name);
        Assert.Equal([("Sam", 2, TimeSpan.FromMinutes(5)), ("Ian", 1, TimeSpan.FromMinutes(20))], figures.Owners.Select(line => (line.Name, line.Waited.Count, line.Waited.P50)));
    }

    [Fact]
    public async Task Run_WithoutARole_IsNothing() => Assert.Null(await portal.Get<ServiceFiguresQuery>().RunAsync(As(org.Sam), Stop));

    [Fact]
    public async Task Page_ShowsTablesAndWhenRequestsCome()
    {
        await using var page = await OpenAsync(portal, org.Staff, Role.IamStaff);
        var shown = page.Show<ServiceFiguresPage>("/figures", ".heat");
        Assert.Contains("By policy rule", shown.Markup, StringComparison.Ordinal);
        Assert.Equal(4, shown.FindAll(".heat td").Sum(cell => int.TryParse(cell.TextContent, out var count) ? count : 0));
    }
}
