using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Features.People;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.People;

public sealed class PeoplePagesTests : IAsyncLifetime
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
    public async Task Upload_ShowsWhatWouldChange_WritesOnlyWhenApplied()
    {
        await using var page = await OpenAsync(portal, org.Staff, Role.Administrator);
        var sync = page.Show<PeopleSyncPage>("/people/sync", "input[type=file]");
        sync.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("object_id,name,mail,enabled\noid-Sam,Sam,sam@home.example,false\nx,Zoë,z@home.example,perhaps\n", "people.csv"));
        sync.WaitForAssertion(() => Assert.Contains("Sam is disabled.", sync.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("Line 3: enabled must be true or false.", sync.Markup, StringComparison.Ordinal);
        Assert.True(await ActiveAsync(org.Sam));

        Button(sync, "Apply the file").Click();
        sync.WaitForAssertion(() => Assert.Contains("Taken over", sync.Find("h2#sync-last").ParentElement!.TextContent, StringComparison.Ordinal), Patience);
        Assert.False(await ActiveAsync(org.Sam));
    }

    [Fact]
    public async Task Held_AsksForAReason_ThenTakesItOver()
    {
        var all = "object_id,name,mail,enabled\n" + string.Concat(Enumerable.Range(0, 20).Select(n => $"p{n},P {n},p{n}@home.example,true\n"));
        await portal.Get<SyncPeople>().RunAsync(As(org.Staff, Role.Administrator), new SyncOrder(Encoding.UTF8.GetBytes(all)), null, TestContext.Current.CancellationToken);
        await using var page = await OpenAsync(portal, org.Staff, Role.Administrator);
        var sync = page.Show<PeopleSyncPage>("/people/sync", "input[type=file]");
        sync.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("object_id,name,mail,enabled\np0,P 0,p0@home.example,true\n", "people.csv"));
        sync.WaitForAssertion(() => Assert.Contains("19 of 20 people would stop being active", sync.Markup, StringComparison.Ordinal), Patience);
        await sync.InvokeAsync(() => Button(sync, "Apply the file").Click());
        await sync.InvokeAsync(() => Button(sync, "Confirm the held sync").Click());
        page.Dialogs.WaitForElement("textarea", Patience);
        page.Dialogs.Find("textarea").Input("The branch office was closed");
        page.Dialogs.Find("form").Submit();
        sync.WaitForAssertion(() => Assert.Contains("19 left", sync.Markup, StringComparison.Ordinal), Patience);
        await using var db = portal.Db();
        Assert.Equal(19, await db.People.CountAsync(p => p.Status == PersonStatus.Left, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Person_GoneOwner_SaysWhatThatMeans()
    {
        await portal.ArrangeAsync(db => db.People.Single(p => p.Id == org.Sam.Id).SetStatus(PersonStatus.Left, portal.Now));
        await using var page = await OpenAsync(portal, org.Staff, Role.Auditor);
        var shown = page.Show<PersonPage>($"/people/{org.Sam.Id}", "h1", with => with.Add(p => p.Id, org.Sam.Id.Value));
        Assert.Contains("Sam answers for nothing any more", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("Lapsed: has left", shown.Markup, StringComparison.Ordinal);
        var list = page.Show<PeopleList>("/people?status=left", ".data-table td");
        Assert.Equal("Sam", Words(list.Find("tbody .person-text")));
    }

    private async Task<bool> ActiveAsync(Person person)
    {
        await using var db = portal.Db();
        return (await db.People.SingleAsync(p => p.Id == person.Id, TestContext.Current.CancellationToken)).Active;
    }
}
