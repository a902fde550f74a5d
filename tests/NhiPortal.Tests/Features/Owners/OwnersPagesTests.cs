using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Owners.ByTarget;
using NhiPortal.Features.People;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Owners;

/// <summary>The matrix in hand: rows picked, what would change seen, and only then changed.</summary>
public sealed class OwnersPagesTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Matrix_RowPicked_ShowsWhatChangesAndThenAsks()
    {
        await using var page = await OpenAsync(portal, org.Staff, Role.IamStaff);
        var matrix = page.Show<OwnershipMatrix>("/owners", "td.cell-pick");
        matrix.Find("td.cell-pick input").Change(true);
        Button(matrix, "Assign or end…").Click();
        page.Dialogs.WaitForElement(".assign-form", Patience);
        page.Dialogs.Find(".assign-form select").Change("1");
        Pick(page, 0, "Staff");
        Pick(page, 1, "Nora");
        Button(page.Dialogs, "See what changes").Click();
        page.Dialogs.WaitForAssertion(() => Assert.Contains("1 would change, 0 are so already, 0 are not possible. Nothing has been changed yet.", page.Dialogs.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("Staff is asked. Ian keeps it until they accept.", page.Dialogs.Markup, StringComparison.Ordinal);
        Assert.Equal(0, await AskedAsync());

        Button(page.Dialogs, "Assign 1").Click();
        page.Dialogs.WaitForState(() => page.Dialogs.FindAll(".assign-form").Count == 0, Patience);
        Assert.Equal(1, await AskedAsync());
        matrix.WaitForAssertion(() => Assert.Contains("Nominated: waiting for Staff", matrix.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("Pick integrations", matrix.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_WhoHoldsSomething_IsHandedOverFromTheirPage()
    {
        await using var page = await OpenAsync(portal, org.Staff, Role.IamStaff);
        var sam = page.Show<PersonPage>($"/people/{org.Sam.Id}", "h1", with => with.Add(p => p.Id, org.Sam.Id.Value));
        Button(sam, "Hand over what Sam holds").Click();
        page.Dialogs.WaitForElement(".assign-form", Patience);
        page.Dialogs.FindAll("input[type=radio]")[1].Change(true);
        page.Dialogs.Find("textarea").Input("Sam moved to another company");
        Button(page.Dialogs, "See what changes").Click();
        Button(page.Dialogs, "End 1").Click();
        page.Dialogs.WaitForState(() => page.Dialogs.FindAll(".assign-form").Count == 0, Patience);
        await using var db = portal.Db();
        Assert.Equal("Sam moved to another company", (await db.Ownerships.SingleAsync(o => o.PersonId == org.Sam.Id, Stop)).ClosingReason);
    }

    [Fact]
    public async Task Matrix_ForWhoeverMayNotAssign_OffersNothingToPick()
    {
        await using var page = await OpenAsync(portal, org.Bea);
        var matrix = page.Show<OwnershipMatrix>("/owners", ".owner-cell");
        Assert.Empty(matrix.FindAll(".cell-pick"));
        Assert.DoesNotContain("Import…", matrix.Markup, StringComparison.Ordinal);
        Assert.Contains("/owners.xlsx", matrix.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByTarget_NamesWhoReachesIt_AndOpensItsCell()
    {
        await using var page = await OpenAsync(portal, org.Staff, Role.IamStaff);
        var targets = page.Show<OwnersByTarget>("/owners/targets?cell=system_owner:orders-db", ".reachers");
        Assert.Equal(["HR sync", "HR sync"], targets.FindAll(".reachers a").Select(Words));
        Assert.Contains("Nora", Words(targets.WaitForElement(".side-panel .facts", Patience)), StringComparison.Ordinal);
        targets.Find("td.cell-pick input").Change(true);
        Button(targets, "Assign or end…").Click();
        page.Dialogs.WaitForElement(".assign-form", Patience);
        Assert.Empty(page.Dialogs.FindAll(".assign-form select"));
    }

    [Fact]
    public async Task Panel_EndsWhatIsHeld_WithAReason()
    {
        await using var page = await OpenAsync(portal, org.Staff, Role.IamStaff);
        var matrix = page.Show<OwnershipMatrix>("/owners?cell=iam_owner:hr-sync", ".nominate");
        Button(matrix, "End…").Click();
        page.Dialogs.WaitForElement("textarea", Patience);
        page.Dialogs.Find("textarea").Input("The team was closed");
        page.Dialogs.Find("form").Submit();
        matrix.WaitForAssertion(() => Assert.Contains("The team was closed", matrix.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("Gap: vacant", matrix.Markup, StringComparison.Ordinal);
    }

    private static void Pick(PortalPage page, int picker, string name)
    {
        page.Dialogs.FindAll("[role=combobox]")[picker].Input(name);
        page.Dialogs.WaitForState(() => page.Dialogs.FindAll(".person-picker")[picker].QuerySelector(".person-option") is not null, Patience);
        page.Dialogs.FindAll(".person-picker")[picker].QuerySelector(".person-option")!.MouseDown();
    }

    private async Task<int> AskedAsync()
    {
        await using var db = portal.Db();
        return await db.Ownerships.CountAsync(o => o.AcceptedAt == null && o.ClosedAt == null && o.Role == OwnerRole.IamOwner && o.PersonId == org.Staff.Id && o.DeputyId == org.Nora.Id, Stop);
    }
}
