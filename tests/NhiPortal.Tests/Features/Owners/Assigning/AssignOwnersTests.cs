using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Owners.Assigning;
using NhiPortal.Tests.Data;
using NhiPortal.Tests.Features.Integrations;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Owners.Assigning;

/// <summary>Many cells at once: seen before, judged again, each on the record, and nobody overrun by somebody quicker.</summary>
public sealed class AssignOwnersTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Staff => As(org.Staff, Role.IamStaff);
    private OwnerCell Business => new(OwnerRole.BusinessOwner, org.Sync.Id, null);
    private OwnerCell Iam => new(OwnerRole.IamOwner, org.Sync.Id, null);
    private OwnerCell Directory => new(OwnerRole.SystemOwner, null, org.Directory.Id);
    private OwnerCell Database => new(OwnerRole.SystemOwner, null, org.Database.Id);

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Ask_ManyCells_RecordsEachAndTakesNothingFromTheHolders()
    {
        var wish = new Assignment { Owner = org.Staff.Id, Deputy = org.Nora.Id };
        var preview = await PreviewAsync(wish, Business, Directory, Database);
        Assert.Equal([("hr-sync", "Bea"), ("corp-directory", "Sam"), ("orders-db", "Nora")], preview.Select(line => (line.Thing, line.Holder)));
        Assert.All(preview, line => Assert.Equal((AssignmentStep.Ask, null), (line.Step, line.WhyNot)));
        Assert.Equal(4, await OpenAsync());

        var outcomes = (await AssignAsync(wish, preview)).Value;

        Assert.All(outcomes, outcome => Assert.Null(outcome.WhyNot));
        await using var db = portal.Db();
        Assert.Equal(3, await db.Ownerships.CountAsync(o => o.AcceptedAt == null && o.PersonId == org.Staff.Id && o.DeputyId == org.Nora.Id, Stop));
        Assert.Equal(4, await db.Ownerships.CountAsync(o => o.AcceptedAt != null && o.ClosedAt == null, Stop));
        Assert.Equal(3, await db.AuditEvents.CountAsync(e => e.Kind == "ownership.nominated" && e.PersonId == org.Staff.Id, Stop));
        Assert.Equal([AssignmentStep.Nothing], (await PreviewAsync(wish, Business, Directory, Database)).Select(line => line.Step).Distinct());
    }

    [Fact]
    public async Task Ask_SomeImpossible_TellsWhyAndDoesTheRest()
    {
        await AssignAsync(new() { Owner = org.Nora.Id }, await PreviewAsync(new() { Owner = org.Nora.Id }, Business));
        var wish = new Assignment { Owner = org.Nora.Id };
        // Nora is asked to be business owner and owns orders-db already: with the IAM role nobody would check her.
        var preview = await PreviewAsync(wish, Iam, new(OwnerRole.SecurityOperations, org.Sync.Id, null), Database);
        Assert.Equal(["Nora would hold every owner role around hr-sync; nobody would check them.", null, null], preview.Select(line => line.WhyNot));
        Assert.Equal(AssignmentStep.Nothing, preview[2].Step);
        var outcomes = (await AssignAsync(wish, preview)).Value;
        Assert.Equal([true, false, false], outcomes.Select(outcome => outcome.WhyNot is not null));
        Assert.Equal(6, await OpenAsync());
    }

    [Fact]
    public async Task Ask_OnePersonForAllRolesTogether_IsRefusedForEveryOne()
    {
        var preview = await PreviewAsync(new() { Owner = org.Staff.Id }, Business, Iam, Directory);
        Assert.All(preview, line => Assert.Contains("would hold every owner role", line.WhyNot, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ask_WhomNobodyMayAsk_SaysWhy()
    {
        var guest = Person.Create(org.Home.Id, "oid-guest", "Guest", "guest@vendor.example", portal.Now, external: true);
        await portal.ArrangeAsync(db => db.Add(guest));
        Assert.Contains("vendor's contact", Assert.Single(await PreviewAsync(new() { Owner = guest.Id }, Directory)).WhyNot, StringComparison.Ordinal);
        Assert.Contains("does not work in this tenant", Assert.Single(await PreviewAsync(new() { Owner = org.Stranger.Id }, Directory)).WhyNot, StringComparison.Ordinal);
        Assert.Contains("no such integration", Assert.Single(await PreviewAsync(new() { Owner = org.Nora.Id }, new OwnerCell(OwnerRole.BusinessOwner, default(IntegrationId), null))).WhyNot, StringComparison.Ordinal);
        Assert.Empty(await portal.Get<AssignmentPreviewQuery>().RunAsync(As(org.Bea), new() { Owner = org.Nora.Id }, [Directory], Stop));
    }

    [Fact]
    public async Task Ask_TwoPeopleSameCellAtTheSameMoment_OneWinsTheOtherIsTold()
    {
        var (one, two) = (await PreviewAsync(new() { Owner = org.Nora.Id }, Directory, Business), await PreviewAsync(new() { Owner = org.Bea.Id }, Directory));
        await using var second = portal.Second();
        var answers = await Task.WhenAll(
            Task.Run(() => portal.Get<AssignOwners>().RunAsync(Staff, Order(new() { Owner = org.Nora.Id }, one), Stop), Stop),
            Task.Run(() => second.Get<AssignOwners>().RunAsync(As(org.Staff, Role.Administrator), Order(new() { Owner = org.Bea.Id }, two), Stop), Stop));
        var told = answers.SelectMany(answer => answer.Succeeded ? answer.Value.Select(outcome => outcome.WhyNot) : [answer.Refusal.Sentence]).OfType<string>().ToList();
        Assert.Contains("Somebody was quicker", Assert.Single(told), StringComparison.Ordinal);
        await using var db = portal.Db();
        Assert.Equal(1, await db.Ownerships.CountAsync(o => o.TargetId == org.Directory.Id && o.AcceptedAt == null, Stop));
    }

    [Fact]
    public async Task End_WithoutSuccessor_NeedsAReasonAndOpensTheGap()
    {
        await portal.Get<SweepOwnerships>().RunAsync(Stop);
        var wish = new Assignment { Nobody = true };
        var preview = await PreviewAsync(wish, Business, Database);
        Assert.Equal("too_short", (await portal.Get<AssignOwners>().RunAsync(Staff, Order(wish, preview) with { Reason = "bye" }, Stop)).Refusal?.Code);
        Assert.True((await portal.Get<AssignOwners>().RunAsync(Staff, Order(wish, preview) with { Reason = "The team was closed" }, Stop)).Succeeded);
        await portal.Get<SweepOwnerships>().RunAsync(Stop);

        await using var db = portal.Db();
        Assert.Equal(Standing.Gap, (await db.Integrations.SingleAsync(i => i.Id == org.Sync.Id, Stop)).Standing);
        Assert.Equal(2, await db.Gaps.CountAsync(g => g.ClosedAt == null && g.Kind == GapKind.Vacant, Stop));
        Assert.Equal(2, await db.AuditEvents.CountAsync(e => e.Kind == "ownership.ended", Stop));
        var cell = await portal.Get<OwnerCellQuery>().RunAsync(Staff, OwnerRole.SystemOwner, "orders-db", Stop);
        Assert.Equal("The team was closed", Assert.Single(cell!.History).ClosingReason);
        Assert.Equal([AssignmentStep.Nothing], (await PreviewAsync(wish, Business, Database)).Select(line => line.Step).Distinct());
    }

    [Fact]
    public async Task Deputy_OfWhoeverHoldsIt_IsNamedAtOnce()
    {
        var wish = new Assignment { Owner = org.Sam.Id, Deputy = org.Nora.Id };
        var preview = await PreviewAsync(wish, Directory);
        Assert.Equal(AssignmentStep.NameDeputy, Assert.Single(preview).Step);
        Assert.True((await AssignAsync(wish, preview)).Succeeded);
        var cell = await portal.Get<OwnerCellQuery>().RunAsync(Staff, OwnerRole.SystemOwner, "corp-directory", Stop);
        Assert.Equal(("Sam", "Nora", true), (cell!.Cell.Holder!.Name, cell.Cell.Holder.Deputy, cell.Cell.Holder.Holds));
        Assert.Equal("own_deputy", (await AssignAsync(new() { Owner = org.Sam.Id, Deputy = org.Sam.Id }, preview)).Refusal?.Code);
    }

    [Fact]
    public async Task HandOver_OfEverythingOnePersonHolds_AsksTheOther()
    {
        var held = await portal.Get<HeldCellsQuery>().RunAsync(Staff, org.Sam.Id, Stop);
        Assert.Equal([Directory], held.Cells);
        Assert.Equal((1, org.Home.Id), (held.Total, held.OnlyTenant!.Value));
        Assert.True((await AssignAsync(new() { Owner = org.Bea.Id }, await PreviewAsync(new() { Owner = org.Bea.Id }, [.. held.Cells]))).Succeeded);
        Assert.Empty((await portal.Get<HeldCellsQuery>().RunAsync(As(org.Stranger, Role.IamStaff), org.Sam.Id, Stop)).Cells);
        Assert.Empty((await portal.Get<HeldCellsQuery>().RunAsync(As(org.Sam), org.Sam.Id, Stop)).Cells);
    }

    [Fact]
    public async Task Order_TooManyOrNone_IsRefused()
    {
        var wish = new Assignment { Owner = org.Nora.Id };
        Assert.Equal("how_many", (await portal.Get<AssignOwners>().RunAsync(Staff, new(wish, null, []), Stop)).Refusal?.Code);
        var many = Enumerable.Range(0, 501).Select(_ => new SeenCell(Directory, new(null, null, null))).ToList();
        Assert.Equal("how_many", (await portal.Get<AssignOwners>().RunAsync(Staff, new(wish, null, many), Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task Preview_ManyCells_CostsAsManyQueriesAsOne()
    {
        await ManyIntegrations.AddAsync(portal, org);
        List<OwnerCell> cells;
        await using (var db = portal.Db())
            cells = await db.Integrations.Where(i => i.TenantId == org.Home.Id).Take(400).Select(i => new OwnerCell(OwnerRole.IamOwner, i.Id, null)).ToListAsync(Stop);
        using var plans = new QueryPlans(portal.Folder);
        await PreviewAsync(new() { Owner = org.Staff.Id }, cells[0]);
        var one = plans.Seen.Count;
        plans.Clear();
        Assert.Equal(400, (await PreviewAsync(new() { Owner = org.Staff.Id }, [.. cells])).Count(line => line.Step == AssignmentStep.Ask));
        Assert.Equal(one, plans.Seen.Count);
        Assert.Equal([], plans.Scans());
    }

    private Task<IReadOnlyList<AssignmentView>> PreviewAsync(Assignment wish, params OwnerCell[] cells) => portal.Get<AssignmentPreviewQuery>().RunAsync(Staff, wish, cells, Stop);

    private Task<Result<IReadOnlyList<AssignmentOutcome>>> AssignAsync(Assignment wish, IReadOnlyList<AssignmentView> preview) => portal.Get<AssignOwners>().RunAsync(Staff, Order(wish, preview), Stop);

    private static AssignmentOrder Order(Assignment wish, IReadOnlyList<AssignmentView> preview) => new(wish, null, [.. preview.Select(line => line.Seen)]);

    private async Task<int> OpenAsync()
    {
        await using var db = portal.Db();
        return await db.Ownerships.CountAsync(o => o.ClosedAt == null, Stop);
    }
}
