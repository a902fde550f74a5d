using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Requests;

public sealed class ApprovalInboxQueryTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Run_OwnerOfAStage_SeesWhatWaits()
    {
        var id = await org.AskAsync();
        var item = Assert.Single((await InboxOf(org.Sam)).Items);
        Assert.Equal(id.Value, item.Id);
        Assert.Equal("add u123 to Domain Admins", item.Act.ToString());
        Assert.Equal(OwnerRole.SystemOwner, item.Role);
        Assert.Null(item.Barred);
    }

    [Fact]
    public async Task Run_RoleThatIsNotAStage_SeesNothing()
    {
        await org.AskAsync();
        Assert.Empty((await InboxOf(org.Bea)).Items);
        Assert.Empty((await InboxOf(org.Nora)).Items);
        Assert.Empty((await InboxOf(org.Stranger)).Items);
        Assert.Empty((await portal.Get<ApprovalInboxQuery>().RunAsync(As(org.Staff, Role.IamStaff, Role.Administrator), Stop)).Items);
    }

    [Fact]
    public async Task Run_BarredBySeparation_ShowsTheReason()
    {
        await portal.Get<AskForAccess>().RunAsync(
            org.Caller, new Ask(org.Workload.Id, AddMember()) { Justification = "A run that Sam started", StartedBy = org.Sam.Mail }, Stop);
        var item = Assert.Single((await InboxOf(org.Sam)).Items);
        Assert.Equal("You started the run that asks for this.", item.Barred);
        Assert.Equal(0, (await InboxOf(org.Sam)).Waiting);
        Assert.Equal(1, (await InboxOf(org.Ian)).Waiting);
    }

    [Fact]
    public async Task Run_AfterOwnAnswer_NoLongerWaitsForThem()
    {
        var id = await org.AskAsync();
        await org.ApproveAsync(org.Sam, id);
        Assert.Empty((await InboxOf(org.Sam)).Items);
        Assert.Single((await InboxOf(org.Ian)).Items);
    }

    [Fact]
    public async Task Run_ExpiredOrLapsed_IsGone()
    {
        await org.AskAsync();
        portal.Time.Advance(TimeSpan.FromHours(25));
        Assert.Empty((await InboxOf(org.Sam)).Items);

        portal.Time.Advance(TimeSpan.FromDays(30));
        await org.AskAsync(AddMember("u9"));
        await portal.ArrangeAsync(db => db.People.Single(p => p.Id == org.Sam.Id).SetStatus(PersonStatus.Left, portal.Now));
        Assert.Empty((await InboxOf(org.Sam)).Items);
        Assert.Single((await InboxOf(org.Ian)).Items);
    }

    [Fact]
    public async Task Run_Several_SoonestExpiryFirstAndBarredLast()
    {
        var first = await org.AskAsync(AddMember("a"));
        await portal.Get<AskForAccess>().RunAsync(
            org.Caller, new Ask(org.Workload.Id, AddMember("b")) { Justification = "A run that Sam started", StartedBy = org.Sam.Mail }, Stop);
        portal.Time.Advance(TimeSpan.FromHours(1));
        var last = await org.AskAsync(AddMember("c"));
        var items = (await InboxOf(org.Sam)).Items;
        Assert.Equal([first.Value, last.Value], items.Take(2).Select(item => item.Id));
        Assert.NotNull(items[2].Barred);
    }

    private Task<Inbox> InboxOf(Person person) => portal.Get<ApprovalInboxQuery>().RunAsync(As(person), Stop);
}
