using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using NhiPortal.Shell.Parts;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Requests;

public sealed class RequestListQueryTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
        foreach (var member in new[] { "a", "b%", "c_d" })
        {
            await org.AskAsync(AddMember(group: member));
            portal.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Theory]
    [InlineData("", "c_d,b%,a")]
    [InlineData("?sort=asked", "a,b%,c_d")]
    [InlineData("?q=b%25", "b%")]
    [InlineData("?q=%25", "")]
    [InlineData("?q=C_", "c_d")]
    [InlineData("?q=_", "")]
    [InlineData("?q=HR", "c_d,b%,a")]
    [InlineData("?state=Pending", "c_d,b%,a")]
    [InlineData("?state=Denied", "")]
    [InlineData("?state=nonsense", "c_d,b%,a")]
    [InlineData("?target=orders-db", "")]
    [InlineData("?integration=hr-sync&action=group.add_member&since=1", "c_d,b%,a")]
    [InlineData("?mine=decided", "")]
    [InlineData("?sort=-integration", "c_d,b%,a")]
    [InlineData("?sort=drop table", "c_d,b%,a")]
    public async Task Run_Filters_FindWhatTheAddressSays(string address, string groups)
    {
        var page = await portal.Get<RequestListQuery>().RunAsync(As(org.Sam), RequestFilter.From(ListQuery.Parse($"/requests{address}")), 0, 25, Stop);
        Assert.Equal(groups, string.Join(',', page.Rows.Select(row => row.Act.Parts[^1].Text)));
        Assert.Equal(page.Rows.Count, page.Total);
    }

    [Fact]
    public async Task Run_Paging_CountsAll()
    {
        var page = await portal.Get<RequestListQuery>().RunAsync(As(org.Sam), new RequestFilter(), 1, 1, Stop);
        Assert.Equal((3, 1), (page.Total, page.Rows.Count));
    }

    [Fact]
    public async Task Run_EverybodyElse_SeesNothing()
    {
        Assert.Equal(0, await TotalAsync(org.Stranger));
        Assert.Equal(0, await TotalAsync(org.Nora));
        Assert.Equal(0, await TotalAsync(org.Stranger, Role.IamStaff));
        Assert.Equal(3, await TotalAsync(org.Staff, Role.Auditor));
        Assert.Equal(3, await TotalAsync(org.Bea));
    }

    [Fact]
    public async Task Run_AsFile_HoldsTheSameRowsWithDecisions()
    {
        var id = (await portal.Get<RequestListQuery>().RunAsync(As(org.Sam), new RequestFilter(), 0, 1, Stop)).Rows[0].Id;
        await org.ApproveAsync(org.Sam, new RequestId(id), 20);
        await org.ApproveAsync(org.Ian, new RequestId(id), 30);
        List<RequestFileRow> rows = [];
        await foreach (var row in portal.Get<RequestFileQuery>().RunAsync(As(org.Sam), new RequestFilter { States = [RequestStatus.Approved] }, Stop))
            rows.Add(row);
        Assert.Equal(id, Assert.Single(rows).Id);
        Assert.Equal("Sam (system owner) approved 20 min 2026-03-02T09:03:00Z; Ian (IAM owner) approved 30 min 2026-03-02T09:03:00Z", rows[0].Decisions);
        Assert.Equal("2026-03-02T09:23:00Z", rows[0].GrantUntil);
    }

    private async Task<int> TotalAsync(Person person, params Role[] roles) =>
        (await portal.Get<RequestListQuery>().RunAsync(As(person, roles), new RequestFilter(), 0, 25, Stop)).Total;
}
