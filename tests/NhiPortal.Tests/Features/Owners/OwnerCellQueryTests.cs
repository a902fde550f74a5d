using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Owners;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Owners;

public sealed class OwnerCellQueryTests : IAsyncLifetime
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
    public async Task History_TellsEverybodyWhoEverHeldIt()
    {
        var cell = new OwnerCell(OwnerRole.SystemOwner, null, org.Directory.Id);
        var declined = await NominateAsync(cell, org.Bea.Id);
        await portal.Get<DeclineOwnership>().RunAsync(As(org.Bea), declined, "I have moved to another team", Stop);
        portal.Time.Advance(TimeSpan.FromDays(1));
        var taken = await NominateAsync(cell, org.Nora.Id);
        portal.Time.Advance(TimeSpan.FromDays(1));
        await portal.Get<AcceptOwnership>().RunAsync(As(org.Nora), taken, Stop);

        var detail = await ReadAsync(As(org.Staff, Role.IamStaff), OwnerRole.SystemOwner, "corp-directory");
        Assert.Equal(["Nora", "Bea", "Sam"], detail!.History.Select(row => row.Person));
        Assert.Equal([OwnershipState.Accepted, OwnershipState.Declined, OwnershipState.Ended], detail.History.Select(row => row.State));
        Assert.Equal("I have moved to another team", detail.History[1].ClosingReason);
        Assert.Equal(("Staff", OwnershipEnd.HandedOver), (detail.History[0].NominatedBy, detail.History[2].Closing));
        Assert.Equal(1, detail.Depending);
    }

    [Fact]
    public async Task Rights_AreTheActorsOwn()
    {
        var asked = await NominateAsync(new OwnerCell(OwnerRole.BusinessOwner, org.Sync.Id, null), org.Nora.Id);
        var staff = await ReadAsync(As(org.Staff, Role.IamStaff), OwnerRole.BusinessOwner, "hr-sync");
        Assert.Equal((true, null, null), (staff!.MayNominate, staff.MineToAnswer, staff.MineToAttest));
        var holder = await ReadAsync(As(org.Bea), OwnerRole.BusinessOwner, "hr-sync");
        Assert.Equal((false, null, true), (holder!.MayNominate, holder.MineToAnswer, holder.MineToAttest is not null));
        var nominee = await ReadAsync(As(org.Nora), OwnerRole.BusinessOwner, "hr-sync");
        Assert.Equal((false, asked, null), (nominee!.MayNominate, nominee.MineToAnswer, nominee.MineToAttest));
        portal.Time.Advance(TimeSpan.FromDays(15));
        Assert.Null((await ReadAsync(As(org.Nora), OwnerRole.BusinessOwner, "hr-sync"))!.MineToAnswer);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("business_owner", false)]
    [InlineData("business_owner:", false)]
    [InlineData("king:hr-sync", false)]
    [InlineData("business_owner:no-such", true)]
    [InlineData("system_owner:hr-sync", true)]
    [InlineData("business_owner:corp-directory", true)]
    public async Task Address_OfNothing_FindsNothing(string address, bool readable)
    {
        Assert.Equal(readable, CellAddress.Read(address) is not null);
        if (CellAddress.Read(address) is var (role, thing))
            Assert.Null(await ReadAsync(As(org.Staff, Role.IamStaff), role, thing));
    }

    [Fact]
    public async Task Cell_OfAnotherTenant_IsAsIfItWereNotThere()
    {
        Assert.Null(await ReadAsync(As(org.Stranger, Role.IamStaff), OwnerRole.BusinessOwner, "hr-sync"));
        Assert.Null(await ReadAsync(As(org.Staff), OwnerRole.BusinessOwner, "hr-sync"));
        Assert.NotNull(await ReadAsync(As(org.Sam), OwnerRole.BusinessOwner, "hr-sync"));
    }

    [Fact]
    public async Task MyOwnerships_PutWhatWaitsFirst()
    {
        await NominateAsync(new OwnerCell(OwnerRole.BusinessOwner, org.Sync.Id, null), org.Nora.Id);
        var mine = await portal.Get<MyOwnershipsQuery>().RunAsync(As(org.Nora), 0, 50, Stop);
        Assert.Equal((2, 1), (mine.Total, mine.Due));
        Assert.Equal([("hr-sync", true, false), ("orders-db", false, true)], mine.Rows.Select(row => (row.Thing, row.MayAnswer, row.MayAttest)));
        portal.Time.Advance(TimeSpan.FromDays(91));
        mine = await portal.Get<MyOwnershipsQuery>().RunAsync(As(org.Nora), 0, 50, Stop);
        Assert.Equal([("orders-db", OwnershipState.Overdue), ("hr-sync", OwnershipState.Lapsed)], mine.Rows.Select(row => (row.Thing, row.Owner.State)));
    }

    [Fact]
    public async Task People_FitToOwn_AreActiveOwnAndOfTheTenant()
    {
        var search = portal.Get<PersonSearchQuery>();
        var staff = As(org.Staff, Role.IamStaff);
        await portal.ArrangeAsync(db => db.Add(Domain.People.Person.Create(org.Home.Id, "oid-x", "Nora of the vendor", "nora@vendor.example", portal.Now, external: true)));
        Assert.Equal(["Nora"], (await search.RunAsync(staff, "NOR", org.Home.Id, Stop)).Select(person => person.Name));
        Assert.Equal(["Nora", "Nora of the vendor"], (await search.RunAsync(staff, "nor", null, Stop)).Select(person => person.Name));
        Assert.Equal(["Sam"], (await search.RunAsync(staff, "sam@home", org.Home.Id, Stop)).Select(person => person.Name));
        Assert.Empty(await search.RunAsync(staff, "Stranger", null, Stop));
        Assert.Empty(await search.RunAsync(staff, "", org.Other.Id, Stop));
        Assert.Empty(await search.RunAsync(As(org.Bea), "Sam", null, Stop));
    }

    private async Task<OwnershipId> NominateAsync(OwnerCell cell, PersonId person) =>
        (await portal.Get<NominateOwner>().RunAsync(As(org.Staff, Role.IamStaff), cell, person, null, Stop)).Value;

    private Task<OwnerCellDetail?> ReadAsync(Actor actor, OwnerRole role, string thing) => portal.Get<OwnerCellQuery>().RunAsync(actor, role, thing, Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
