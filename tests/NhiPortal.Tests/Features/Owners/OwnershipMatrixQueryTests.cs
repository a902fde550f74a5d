using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Owners;
using NhiPortal.Shell.Parts;
using NhiPortal.Tests.Data;
using NhiPortal.Tests.Features.Integrations;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Owners;

public sealed class OwnershipMatrixQueryTests : IAsyncLifetime
{
    private static readonly IntegrationOrder GapsFirst = new(IntegrationSort.Standing, false);
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Theory]
    [InlineData(0, "Accepted", Tone.Ok)]
    [InlineData(50, "Due in 10 d", Tone.Info)]
    [InlineData(63, "Overdue 3 d", Tone.Warn)]
    [InlineData(74, "Lapsed: not confirmed", Tone.Bad)]
    public async Task Cell_AsTimePasses_SaysItsState(int days, string words, Tone tone)
    {
        portal.Time.Advance(TimeSpan.FromDays(days));
        var row = await RowAsync();
        Assert.Equal("Bea", row.Business.Holder!.Name);
        Assert.Equal((words, tone), row.Business.State(portal.Now));
    }

    [Fact]
    public async Task Cell_OfNobody_IsAGap_ExceptWhereNothingDependsOnIt()
    {
        var row = await RowAsync();
        Assert.Equal(("Nobody named", Tone.Neutral), row.SecurityOperations.State(portal.Now));
        Assert.Null(row.SecurityOperations.Gap);
        await EndAsync(OwnerRole.IamOwner);
        row = await RowAsync();
        Assert.Equal(("Gap: vacant", Tone.Bad), row.Iam.State(portal.Now));
        Assert.Equal("ownership_gap:iam_owner:hr-sync", row.Iam.Gap!.Reason);
    }

    [Fact]
    public async Task Cell_WhoseOwnerLeft_IsAGap()
    {
        await using (var db = portal.Db())
        {
            (await db.People.SingleAsync(p => p.Id == org.Sam.Id, Stop)).SetStatus(PersonStatus.Left, portal.Now);
            await db.SaveChangesAsync(Stop);
        }

        var systems = (await RowAsync()).Systems;
        Assert.Equal(["corp-directory", "orders-db"], systems.Select(cell => cell.Thing));
        Assert.Equal("Gap: owner gone", systems[0].State(portal.Now).Words);
        Assert.Equal("Accepted", systems[1].State(portal.Now).Words);
    }

    [Fact]
    public async Task Cell_WithANominee_ShowsBoth()
    {
        await portal.Get<NominateOwner>().RunAsync(As(org.Staff, Role.IamStaff), new OwnerCell(OwnerRole.BusinessOwner, org.Sync.Id, null), org.Nora.Id, org.Sam.Id, Stop);
        var cell = (await RowAsync()).Business;
        Assert.Equal(("Bea", "Nora", "Sam"), (cell.Holder!.Name, cell.Nominee!.Name, cell.Nominee.Deputy));
        Assert.Null(cell.Gap);
    }

    [Fact]
    public async Task Way_HeldByOnePersonThroughout_IsAGapAtThatTarget()
    {
        await HandAsync(OwnerRole.BusinessOwner, org.Sync.Id, null);
        await HandAsync(OwnerRole.IamOwner, org.Sync.Id, null);
        await HandAsync(OwnerRole.SystemOwner, null, org.Database.Id);
        var row = await RowAsync();
        Assert.Null(row.Business.Gap);
        // Gaps come first among the targets, too.
        Assert.Equal([GapKind.SamePersonInAllRoles, null], row.Systems.Select(cell => cell.Gap?.Kind));
        Assert.Equal("orders-db", row.Systems[0].Thing);
    }

    [Fact]
    public async Task Rows_AsManyAsAPageHolds_CostAsManyQueriesAsOne()
    {
        await ManyIntegrations.AddAsync(portal, org);
        using var plans = new QueryPlans(portal.Folder);
        await ReadAsync(1);
        var one = plans.Seen.Count;
        plans.Clear();
        var page = await ReadAsync(50);
        Assert.Equal(50, page.Rows.Count);
        Assert.Equal(one, plans.Seen.Count);
        Assert.Equal([], plans.Faults());
    }

    [Fact]
    public async Task File_HoldsEveryRowOnce()
    {
        await ManyIntegrations.AddAsync(portal, org);
        var rows = await portal.Get<OwnershipMatrixQuery>().AllAsync(As(org.Staff, Role.IamStaff), new(), GapsFirst, Stop).ToListAsync(Stop);
        Assert.Equal(ManyIntegrations.Count / 3 * 2 + 1, rows.Select(row => row.Integration.Id).Distinct().Count());
        Assert.Equal(rows.Count, rows.Select(row => row.Integration.Id).Distinct().Count());
        Assert.Equal(rows.OrderBy(row => row.Integration.Standing).Select(row => row.Integration.Id), rows.Select(row => row.Integration.Id));
    }

    private async Task<MatrixRow> RowAsync() => (await ReadAsync(50)).Rows.Single(row => row.Integration.Key == "hr-sync");

    private Task<MatrixPage> ReadAsync(int take) =>
        portal.Get<OwnershipMatrixQuery>().RunAsync(As(org.Staff, Role.IamStaff), new IntegrationFilter(), GapsFirst, 0, take, Stop);

    private async Task EndAsync(OwnerRole role)
    {
        await using var db = portal.Db();
        (await db.Ownerships.SingleAsync(o => o.IntegrationId == org.Sync.Id && o.Role == role, Stop)).End(OwnershipEnd.Ended, "Left the team.", portal.Now);
        await db.SaveChangesAsync(Stop);
    }

    /// <summary>As it may have come to be before anybody refused it.</summary>
    private async Task HandAsync(OwnerRole role, IntegrationId? integration, TargetId? target)
    {
        await using var db = portal.Db();
        foreach (var held in await db.Ownerships.Where(o => o.Role == role && o.IntegrationId == integration && o.TargetId == target).ToListAsync(Stop))
            held.End(OwnershipEnd.HandedOver, "Handed over to Nora.", portal.Now);
        await db.SaveChangesAsync(Stop);
        var ownership = Ownership.Nominate(org.Home.Id, role, org.Nora.Id, integration, target, null, null, portal.Now);
        ownership.Accept(org.Nora.Id, 60, portal.Now);
        db.Add(ownership);
        await db.SaveChangesAsync(Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
