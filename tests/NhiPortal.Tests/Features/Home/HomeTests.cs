using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Owners;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using HomePage = NhiPortal.Features.Home.Home;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Home;

public sealed class HomeTests : IAsyncLifetime
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
    public async Task Open_Owner_SeesTheirWorkInOrderOfDueDate()
    {
        portal.Time.Advance(TimeSpan.FromDays(80));
        await portal.Get<AttestOwnership>().RunAsync(As(org.Bea), await OwnershipAsync(org.Bea.Id), TestContext.Current.CancellationToken);
        await portal.ArrangeAsync(db => db.Add(Accepted(org)));
        await portal.Get<NominateOwner>().RunAsync(
            As(org.Staff, Role.IamStaff), new OwnerCell(OwnerRole.SystemOwner, null, org.Database.Id), org.Sam.Id, null, TestContext.Current.CancellationToken);
        await using var page = await OpenAsync(portal, org.Sam);
        var home = page.Show<HomePage>("/", ".work-list");
        Assert.Equal(["Confirm", "Accept"], home.FindAll(".work-item .badge").Select(Words));
        Assert.Empty(home.FindAll(".tiles"));
    }

    [Fact]
    public async Task NewRequest_WhileOpen_AppearsInMyWork()
    {
        await using var page = await OpenAsync(portal, org.Ian);
        var home = page.Show<HomePage>("/", ".work-none");
        var id = await org.AskAsync();
        home.WaitForAssertion(() => Assert.Equal($"/inbox/{id}", home.Find(".work-item").GetAttribute("href")), Patience);
        Assert.Contains("Add u123 to Domain Admins on corp-directory", Words(home.Find(".work-item")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_RoleHolder_SeesFiguresThatLeadToTheirRows()
    {
        await org.AskAsync();
        await using var page = await OpenAsync(portal, org.Staff, Role.Auditor);
        var home = page.Show<HomePage>("/", ".tiles");
        Assert.Equal("1 request waits oldest asked 1 min ago", Words(home.Find("a[href='/requests?state=Pending']")));
        Assert.Equal(7, home.FindAll(".tile").Count);
    }

    [Fact]
    public async Task Open_EmptyPortal_SaysWhatToDoFirst()
    {
        await using var empty = await TestPortal.StartAsync();
        var tenant = Domain.Tenants.Tenant.Create("home", "Home", null, empty.Now);
        var admin = Domain.People.Person.Create(tenant.Id, "oid", "Ada", "ada@home.example", empty.Now);
        await empty.ArrangeAsync(db => db.AddRange(tenant, admin));
        await using var page = await OpenAsync(empty, admin, Role.Administrator);
        Assert.Contains("This portal is empty", page.Show<HomePage>("/", ".first-steps").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NobodyInParticular_SeesNoEmptyBoxes()
    {
        await using var page = await OpenAsync(portal, org.Stranger);
        var home = page.Show<HomePage>("/", ".work-none");
        Assert.Single(home.FindAll(".panel"));
    }

    [Fact]
    public async Task Lately_TellsWhatBecameOfWhatOneDecided()
    {
        var id = await org.AskAsync();
        await org.ApproveAsync(org.Sam, id);
        await org.ApproveAsync(org.Ian, id);
        await using var page = await OpenAsync(portal, org.Sam);
        var told = page.Show<HomePage>("/", ".timeline").FindAll(".timeline-sentence").Select(Words).ToList();
        Assert.Contains(told, sentence => sentence.StartsWith("Ian approved group.add_member on corp-directory for hr-sync.", StringComparison.Ordinal));
    }

    private async Task<OwnershipId> OwnershipAsync(PersonId person)
    {
        await using var db = portal.Db();
        return db.Ownerships.Single(o => o.PersonId == person).Id;
    }

    private Ownership Accepted(SmallOrganisation made)
    {
        // Confirmed long enough ago that it is due again soon.
        var ownership = Ownership.Nominate(made.Home.Id, OwnerRole.SecurityOperations, made.Sam.Id, made.Sync.Id, null, null, null, portal.Now);
        ownership.Accept(made.Sam.Id, 60, portal.Now);
        return ownership;
    }
}
