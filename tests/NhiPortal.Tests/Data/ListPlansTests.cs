using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NhiPortal.Data.Seed.Demo;
using NhiPortal.Data.Seed.Large;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Home;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Owners.Assigning;
using NhiPortal.Features.Owners.ByTarget;
using NhiPortal.Features.Questions;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Features.Rooms;
using NhiPortal.Features.Rotations;
using NhiPortal.Features.Targets;
using NhiPortal.Features.Views;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Tests.Data;

/// <summary>
/// What each page reads, by each kind of viewer, is found in indexes. SQLite plans by the schema alone here (there are no
/// statistics), so a small organisation shows the plans of a large one.
/// </summary>
public sealed class ListPlansTests : IAsyncLifetime
{
    // Tenants and actions are few in any organisation; targets are listed by name for the filter.
    private static readonly string[] Small = ["Tenants", "Actions", "Vendors", "Targets", "Policies", "RotationPlans", "RotationProposals", "ChangeClock", "QuestionSamples", "EngagementRooms"];
    private readonly List<Actor> actors = [];
    private TestPortal portal = null!;
    private string integration = "", target = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        await using var db = portal.Db();
        await using (var transaction = await db.Database.BeginTransactionAsync(Stop))
        {
            var demo = DemoOrganisation.Play(portal.Now);
            await DemoOrganisation.WriteAsync(demo, db, Stop);
            await LargeOrganisation.WriteAsync(demo, LargeSize.Of(200), db, NullLogger.Instance, Stop);
            await transaction.CommitAsync(Stop);
        }

        var owned = await db.Ownerships.Where(o => o.Role == OwnerRole.SystemOwner && o.ClosedAt == null && o.AcceptedAt != null).OrderBy(o => o.Id).FirstAsync(Stop);
        target = await db.Targets.Where(t => t.Id == owned.TargetId).Select(t => t.Key).SingleAsync(Stop);
        integration = await db.Paths.Where(p => p.TargetId == owned.TargetId).Join(db.Integrations, p => p.IntegrationId, i => i.Id, (p, i) => i.Key).FirstAsync(Stop);
        var owner = await db.People.SingleAsync(p => p.Id == owned.PersonId, Stop);
        var tenants = await db.Tenants.Where(t => t.Id != owner.TenantId).Select(t => t.Id).ToListAsync(Stop);
        actors.AddRange([As(owner, null, Role.Administrator), As(owner, [owner.TenantId, tenants[0]], Role.IamStaff), As(owner, [owner.TenantId], Role.IamStaff), As(owner, [])]);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task RequestsAndGrants_ByAnyFilter_WalkIndexesAndSortNothing()
    {
        using var plans = new QueryPlans(portal.Folder);
        foreach (var actor in actors.Where(actor => actor.Roles.Count > 0))
        {
            foreach (var filter in new RequestFilter[] { new(), new() { Sort = "asked", Descending = false }, new() { States = [RequestStatus.Pending] }, new() { Days = 7 } })
                await portal.Get<RequestListQuery>().RunAsync(actor, filter, 10, 25, Stop);
            foreach (var filter in new GrantFilter[] { new(), new() { Show = "ended" }, new() { Show = "live" }, new() { Sort = "ends", Descending = true }, new() { Sort = "began" } })
                await portal.Get<GrantListQuery>().RunAsync(actor, filter, 10, 25, Stop);
        }

        Assert.Equal([], plans.Faults(Small).Distinct());
    }

    [Fact]
    public async Task RequestsAndGrants_OfOnePersonThingOrWord_AreSearchedFor()
    {
        using var plans = new QueryPlans(portal.Folder);
        foreach (var actor in actors)
        {
            foreach (var filter in new RequestFilter[] { new() { IntegrationKey = integration }, new() { TargetKey = target }, new() { Words = "acc" }, new() { MineOnly = "asked" }, new() { MineOnly = "decided" } })
                await portal.Get<RequestListQuery>().RunAsync(actor, filter, 0, 25, Stop);
            foreach (var filter in new GrantFilter[] { new() { IntegrationKey = integration }, new() { TargetKey = target }, new() { Words = "acc" }, new() { Show = "unused" } })
                await portal.Get<GrantListQuery>().RunAsync(actor, filter, 0, 25, Stop);
        }

        await portal.Get<RequestListQuery>().RunAsync(actors[^1], new(), 0, 25, Stop);
        await portal.Get<GrantListQuery>().RunAsync(actors[^1], new(), 0, 25, Stop);
        Assert.Equal([], plans.Scans(Small).Distinct());
        Assert.Contains(plans.Seen, query => query.Plan.Any(step => step.Contains("IX_Requests_ResourceId (ResourceId>? AND ResourceId<?)", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Credentials_InAnyOrder_WalkIndexesAndSortNothing()
    {
        using var plans = new QueryPlans(portal.Folder);
        foreach (var actor in actors.Where(actor => actor.Roles.Count > 0))
            foreach (var filter in new CredentialFilter[] { new(), new() { Show = "due" }, new() { Show = "overdue" }, new() { Show = "all" }, new() { Sort = "due", Descending = true }, new() { Sort = "expires" }, new() { Sort = "used", Descending = true }, new() { Sort = "name" } })
                await portal.Get<CredentialListQuery>().RunAsync(actor, filter, 10, 25, Stop);
        Assert.Equal([], plans.Faults(Small).Distinct());
        await portal.Get<CredentialListQuery>().RunAsync(actors[^1], new(), 0, 25, Stop);
        await portal.Get<RotationCalendarQuery>().RunAsync(actors[0], DateOnly.FromDateTime(portal.Now.UtcDateTime), TimeZoneInfo.Utc, Stop);
        await portal.Get<MyRotationsQuery>().RunAsync(actors[^1], Stop);
        Assert.Equal([], plans.Scans(Small).Distinct());
    }

    [Fact]
    public async Task EveryOtherPage_ReadsNoWholeTable()
    {
        using var plans = new QueryPlans(portal.Folder);
        foreach (var actor in actors)
        {
            await portal.Get<ApprovalInboxQuery>().RunAsync(actor, Stop);
            var mine = await portal.Get<MyOwnershipsQuery>().RunAsync(actor, 0, 200, Stop);
            await portal.Get<MyReachQuery>().RunAsync(actor, [.. mine.Rows.Select(row => row.Owner.Id)], Stop);
            await portal.Get<PostureQuery>().RunAsync(actor, Stop);
            await portal.Get<LatelyQuery>().RunAsync(actor, Stop);
            var passport = await portal.Get<PassportQuery>().RunAsync(actor, integration, Stop);
            await portal.Get<PassportActivityQuery>().RunAsync(actor, passport!.Id, Stop);
            foreach (var filter in new ListQuery[] { new(), new ListQuery().With("owned", "gap"), new ListQuery().With("owned", "held").With("owner", "me"), new ListQuery().SortedBy("name") })
                await portal.Get<TargetMatrixQuery>().RunAsync(actor, TargetMatrixFilter.From(filter, actor.Person), 0, 25, Stop);
            await portal.Get<OwnershipMatrixQuery>().RunAsync(actor, new() { Target = target }, new(IntegrationSort.Standing, false), 0, 50, Stop);
            await portal.Get<SavedViewsQuery>().RunAsync(actor, "/owners", Stop);
            await portal.Get<HeldCellsQuery>().RunAsync(actor, actor.Person!.Value, Stop);
            await portal.Get<TargetListQuery>().RunAsync(actor, new(null, null, null, null), false, 0, 25, Stop);
            var page = await portal.Get<TargetPageQuery>().RunAsync(actor, target, 0, 25, Stop);
            await portal.Get<PassportActivityQuery>().OnTargetAsync(actor, page!.Id, Stop);
            await portal.Get<IntegrationListQuery>().RunAsync(actor, new(), new(IntegrationSort.Name, false), 0, 50, Stop);
            await portal.Get<OwnershipMatrixQuery>().RunAsync(actor, new(), new(IntegrationSort.Standing, false), 0, 50, Stop);
            await portal.Get<AskOptionsQuery>().RunAsync(actor, "pay", null, Stop);
            foreach (var question in AuditQuestions.All)
                await portal.Get<QuestionAnswerQuery>().RunAsync(actor, new(question.Key, QuestionFilter.Of(new(), portal.Now)), 0, 25, Stop);
            await portal.Get<RoomListQuery>().RunAsync(actor, 0, 25, Stop);
            await portal.Get<SampleListQuery>().RunAsync(actor, null, 0, 25, Stop);
        }

        Assert.Equal([], plans.Scans(Small).Distinct());
    }

    [Fact]
    public async Task Reviews_ByWhoeverLooks_AreSearchedFor()
    {
        await using var db = portal.Db();
        var held = await db.ReviewCampaigns.Where(c => c.StartedAt != null).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(Stop);
        var asked = await db.People.SingleAsync(p => p.Id == db.ReviewItems.Where(i => i.Outcome == null).OrderBy(i => i.CampaignId).Select(i => i.ReviewerId).First(), Stop);
        using var plans = new QueryPlans(portal.Folder);
        foreach (var actor in actors.Append(As(asked, [])))
        {
            foreach (var state in new CampaignState?[] { null, CampaignState.Running })
                await portal.Get<CampaignListQuery>().RunAsync(actor, state, 0, 25, Stop);
            await portal.Get<MyReviewItemsQuery>().RunAsync(actor, Stop);
            await portal.Get<MyCarryOutsQuery>().RunAsync(actor, Stop);
            foreach (var id in held)
            {
                await portal.Get<CampaignPageQuery>().RunAsync(actor, id, Stop);
                foreach (var advised in new Recommendation?[] { null, Recommendation.Keep })
                    await portal.Get<WorklistQuery>().RunAsync(actor, id, advised, 0, 25, Stop);
                foreach (var only in new CarryOutState?[] { null, CarryOutState.ByHand })
                    await portal.Get<ReviewEndingQuery>().RunAsync(actor, id, only, 0, 25, Stop);
                await portal.Get<ReviewReportQuery>().RunAsync(actor, id, Stop);
            }
        }

        // Campaigns are few in any organisation; what is asked in them is not.
        Assert.Equal([], plans.Scans([.. Small, "ReviewCampaigns"]).Distinct());
    }

    [Fact]
    public async Task Controls_WithTheirTrendAndWhatFails_AreSearchedFor()
    {
        await portal.Get<MeasureControls>().RunAsync(Stop);
        using var plans = new QueryPlans(portal.Folder);
        foreach (var actor in actors.Where(actor => actor.Roles.Count > 0))
        {
            Assert.NotEmpty((await portal.Get<CoverageQuery>().RunAsync(actor, Stop)).Rows);
            Assert.Single(await portal.Get<CoverageTrendQuery>().RunAsync(actor, "csf", Stop));
            await portal.Get<ControlDetailQuery>().RunAsync(actor, "csf", "PR.AA-05", Stop);
            foreach (var query in new[] { "auth-methods", "token-hygiene" })
                await portal.Get<FailingObjectsQuery>().RunAsync(actor, query, 10, 10, Stop);
        }

        Assert.Equal([], plans.Scans([.. Small, "ControlRun"]).Distinct());
    }

    [Fact]
    public async Task ReviewOfWhatNobodyConfirms_AsksEachIntegrationOnceAndNoWayOfTheRest()
    {
        var (me, tenant) = (actors[2].Person!.Value, actors[2].Tenants!.First());
        using var plans = new QueryPlans(portal.Folder);
        var plan = new CampaignPlan { Name = "What nobody confirms", Scope = new() { RiskFrom = RiskLevel.High, UnattestedDays = 60 }, Stages = [new(ReviewerRule.SystemOwner)], Fallback = me, Lead = me, DueDays = 10 };
        Assert.True((await portal.Get<CampaignPreviewQuery>().RunAsync(actors[2], tenant, plan, Stop)).Succeeded);
        Assert.Equal([], plans.Scans(Small).Where(fault => fault.Contains("FROM \"Paths\"", StringComparison.Ordinal)));
        Assert.Contains(plans.Seen, query => query.Plan.Any(step => step.Contains("IX_Ownerships_IntegrationId_AttestedAt (IntegrationId=? AND AttestedAt<?)", StringComparison.Ordinal)));
    }

    private static Actor As(Person person, HashSet<TenantId>? tenants, params Role[] roles) =>
        new() { Kind = ActorKind.Person, Id = person.Id.Value, Name = person.Name, Tenants = tenants, Roles = roles.ToHashSet() };
}
