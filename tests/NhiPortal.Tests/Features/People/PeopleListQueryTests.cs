using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Owners;
using NhiPortal.Features.People;
using NhiPortal.Shell.Parts;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.People;

/// <summary>Who sees whom in the list, the file and on a person's page.</summary>
public sealed class PeopleListQueryTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Theory]
    [InlineData("", "Bea Ian Nora Sam Staff")]
    [InlineData("?q=s", "Sam Staff")]
    [InlineData("?q=nora@home", "Nora")]
    [InlineData("?q=%25", "")]
    [InlineData("?owning=some&sort=-name", "Sam Nora Ian Bea")]
    [InlineData("?owning=deputy", "Nora")]
    [InlineData("?status=left", "")]
    [InlineData("?tenant=other", "")]
    public async Task List_NarrowsAsTheAddressSays(string address, string names)
    {
        await portal.Get<NominateOwner>().RunAsync(As(org.Staff, Role.IamStaff), new OwnerCell(OwnerRole.SystemOwner, null, org.Directory.Id), org.Bea.Id, org.Nora.Id, Stop);
        var page = await ListAsync(As(org.Staff, Role.IamStaff), address);
        Assert.Equal(names, string.Join(' ', page.Rows.Select(row => row.Name)));
        Assert.Equal(page.Rows.Count, page.Total);
        var file = new List<string>();
        await foreach (var row in portal.Get<PeopleFileQuery>().RunAsync(As(org.Staff, Role.IamStaff), PeopleFilter.From(ListQuery.Parse(address)), Stop))
            file.Add(row.Name);
        Assert.Equal(names, string.Join(' ', file));
    }

    [Fact]
    public async Task List_ShowsTenantsOwnPeople_AndOthersThemselvesAlone()
    {
        Assert.Equal(6, (await ListAsync(As(org.Staff, Role.Administrator), "")).Total);
        Assert.Equal(["Stranger"], (await ListAsync(As(org.Stranger, Role.Auditor), "")).Rows.Select(row => row.Name));
        Assert.Equal(["Bea"], (await ListAsync(As(org.Bea), "")).Rows.Select(row => row.Name));
        Assert.Empty((await ListAsync(org.Caller, "")).Rows);
    }

    [Fact]
    public async Task Person_IsSeenByThemselvesAndByRoles_NotByOthers()
    {
        var request = await org.AskAsync();
        await org.ApproveAsync(org.Sam, request);
        var own = await PersonAsync(As(org.Sam), org.Sam);
        Assert.Equal(("corp-directory", OwnerRole.SystemOwner), (Assert.Single(own!.Owns).Thing, own.Owns[0].Role));
        Assert.Equal(Verdict.Approve, Assert.Single(own.Decisions).Verdict);
        Assert.NotNull(await PersonAsync(As(org.Staff, Role.Auditor), org.Sam));
        Assert.Null(await PersonAsync(As(org.Bea), org.Sam));
        Assert.Null(await PersonAsync(As(org.Stranger, Role.IamStaff), org.Sam));
    }

    [Fact]
    public async Task Syncs_AreSeenByRoles_TheirLinesByAdministratorsAlone()
    {
        await portal.Get<SyncPeople>().RunAsync(As(org.Staff, Role.Administrator), new SyncOrder("object_id,name,mail,enabled\nn,New,n@h.example,true\n"u8.ToArray()), null, Stop);
        var syncs = portal.Get<PeopleSyncQuery>();
        Assert.Equal("New is new.", Assert.Single((await syncs.RunAsync(As(org.Staff, Role.Administrator), Stop)).Syncs[0].Lines).Sentence);
        Assert.Empty(Assert.Single((await syncs.RunAsync(As(org.Staff, Role.Auditor), Stop)).Syncs).Lines);
        Assert.Empty((await syncs.RunAsync(As(org.Bea), Stop)).Syncs);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<PeoplePage> ListAsync(Actor actor, string address) => portal.Get<PeopleListQuery>().RunAsync(actor, PeopleFilter.From(ListQuery.Parse(address)), 0, 50, Stop);

    private Task<PersonDetail?> PersonAsync(Actor actor, Person person) => portal.Get<PersonPageQuery>().RunAsync(actor, person.Id, Stop);
}
