using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.People;
using NhiPortal.Features.Grants;
using NhiPortal.Shell.Parts;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Grants;

public sealed class GrantListQueryTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>One ended by time, one revoked, two live: "long" for four hours and "soon" for half an hour.</summary>
    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
        await GrantAsync("ended", 15);
        var revoked = await GrantAsync("revoked", 240);
        await portal.Get<RevokeGrant>().RunAsync(As(org.Sam), revoked, "Not needed", Stop);
        portal.Time.Advance(TimeSpan.FromMinutes(20));
        await GrantAsync("long", 240);
        await GrantAsync("soon", 30);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Theory]
    [InlineData("", "soon,long,revoked,ended")]
    [InlineData("?state=live", "soon,long")]
    [InlineData("?state=ended", "revoked,ended")]
    [InlineData("?state=revoked", "revoked")]
    [InlineData("?state=unused", "ended")]
    [InlineData("?sort=-ends&target=corp-directory", "long,revoked,soon,ended")]
    [InlineData("?q=SOO", "soon")]
    [InlineData("?q=oo", "")]
    [InlineData("?q=hr", "soon,long,revoked,ended")]
    public async Task Run_Filters_FindWhatTheAddressSays(string address, string groups)
    {
        var page = await portal.Get<GrantListQuery>().RunAsync(As(org.Sam), GrantFilter.From(ListQuery.Parse($"/grants{address}")), 0, 25, Stop);
        Assert.Equal(groups, string.Join(',', page.Rows.Select(row => row.Act.Parts[^1].Text)));
    }

    [Fact]
    public async Task Run_MayRevoke_IsWhatTheUseCaseAllows()
    {
        foreach (var (person, roles, sees, may) in new (Person, Role[], int, bool)[]
        {
            (org.Sam, [], 4, true), (org.Bea, [], 4, true), (org.Ian, [], 4, true), (org.Nora, [], 0, false), (org.Stranger, [], 0, false),
            (org.Staff, [Role.Auditor], 4, false), (org.Staff, [Role.SecurityOperations], 4, true),
        })
        {
            var page = await portal.Get<GrantListQuery>().RunAsync(As(person, roles), new GrantFilter(), 0, 25, Stop);
            Assert.Equal(sees, page.Total);
            Assert.All(page.Rows, row => Assert.Equal(may && row.Status == GrantStatus.Active, row.MayRevoke));
        }
    }

    [Fact]
    public async Task Run_TimeIsOver_ShowsAsExpiredBeforeAnyJobRan()
    {
        var row = (await portal.Get<GrantListQuery>().RunAsync(As(org.Sam), new GrantFilter { Words = "ended" }, 0, 25, Stop)).Rows.Single();
        Assert.Equal((GrantStatus.Expired, false), (row.Status, row.MayRevoke));
        Assert.Equal(["Sam", "Ian"], row.Approvers);
    }

    [Fact]
    public async Task Run_AsFile_HoldsTheSameRows()
    {
        List<GrantFileRow> rows = [];
        await foreach (var row in portal.Get<GrantFileQuery>().RunAsync(As(org.Sam), new GrantFilter { Show = "revoked" }, Stop))
            rows.Add(row);
        Assert.Equal(("revoked", "Sam", "Not needed", "Sam (system owner); Ian (IAM owner)"), (rows.Single().Resource, rows[0].EndedBy, rows[0].EndReason, rows[0].Approvers));
    }

    private async Task<GrantId> GrantAsync(string group, int minutes)
    {
        var id = await org.AskAsync(AddMember(group: group), minutes);
        await org.ApproveAsync(org.Sam, id, minutes);
        await org.ApproveAsync(org.Ian, id, minutes);
        await using var db = portal.Db();
        return db.Grants.Single(g => g.RequestId == id).Id;
    }
}
