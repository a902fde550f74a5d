using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Policy;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Policy;

/// <summary>What a draft would have done is counted over what was really asked, by those who may know of it.</summary>
public sealed class SimulationQueryTests : IAsyncLifetime
{
    private PolicyScene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await PolicyScene.SetAsync();

    public ValueTask DisposeAsync() => scene.Portal.DisposeAsync();

    [Fact]
    public async Task Run_OverWhatWasAsked_CountsEachEffectAndLeadsToTheRequests()
    {
        // Two owners each, 60 minutes of 4 hours; the second asks for all it may.
        var one = await scene.Org.AskAsync(AddMember("u1"), 60);
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(1));
        var two = await scene.Org.AskAsync(AddMember("u2"), 240);
        await RunAsync(PolicyScene.Stricter, (SimulatedEffect.Shorter, 2));
        await RunAsync(PolicyScene.Weaker, (SimulatedEffect.Longer, 1), (SimulatedEffect.Same, 1));
        await RunAsync(DefaultPolicy.Rules, (SimulatedEffect.Same, 2));
        await RunAsync([], (SimulatedEffect.WouldBeRefused, 2));
        await RunAsync(Each(rule => rule with { RequiresTicket = true }), (SimulatedEffect.WouldBeRefused, 2));
        await RunAsync(Each(rule => rule with { Window = new ChangeWindow { Days = [DayOfWeek.Sunday], From = default, Until = default, Zone = "UTC" } }), (SimulatedEffect.WouldBeRefused, 2));
        await RunAsync(Each(rule => rule with { Stages = [new(1, OwnerRole.SystemOwner, 1)] }), (SimulatedEffect.FewerApprovers, 2));
        var found = await RunAsync(Each(rule => rule with { Stages = [.. rule.Stages, new(2, OwnerRole.BusinessOwner, 1)] }), (SimulatedEffect.MoreApprovers, 2));
        Assert.Equal([$"/requests/{two}", $"/requests/{one}"], found.Rows.Select(row => row.Href));
    }

    [Fact]
    public async Task Run_AskThatPolicyRefused_IsNewlyAllowed_AndOlderThanNinetyDaysIsNotCounted()
    {
        await scene.Org.AskAsync();
        scene.Portal.Time.Advance(TimeSpan.FromDays(SimulationQuery.Days + 1));
        // Everybody confirmed in time; only the policy stands in the way.
        await scene.PutInForceAsync(DefaultPolicy.Rules.Where(rule => rule.Kinds[0] != IntegrationKind.InternalAgent).ToList());
        await scene.Portal.ArrangeAsync(db =>
        {
            foreach (var ownership in db.Ownerships)
                db.Entry(ownership).Property(o => o.AttestationDue).CurrentValue = scene.Portal.Now.AddDays(30);
        });
        var ask = new Ask(scene.Org.Workload.Id, AddMember()) { Justification = "The nightly run needs it" };
        Assert.Equal("policy_denied", (await scene.Portal.Get<AskForAccess>().RunAsync(scene.Org.Caller, ask, Stop)).Refusal?.Code);
        var found = await RunAsync(DefaultPolicy.Rules, (SimulatedEffect.NewlyAllowed, 1));
        Assert.Equal((1, 1), (found.Asks, found.Refused));
        Assert.StartsWith("/audit/", Assert.Single(found.Rows).Href, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SomebodyOfAnotherTenant_LearnsOfNothing()
    {
        await scene.Org.AskAsync();
        var simulate = scene.Portal.Get<SimulationQuery>();
        Assert.Equal(0, (await simulate.RunAsync(As(scene.Org.Stranger, Role.IamStaff), DefaultPolicy.Rules, null, 0, 25, Stop))!.Asks);
        Assert.Null(await simulate.RunAsync(As(scene.Org.Bea), DefaultPolicy.Rules, null, 0, 25, Stop));
    }

    [Fact]
    public async Task Run_ManyRequests_CountsAllAndGivesThePageAskedFor()
    {
        const int Many = 2_000;
        await scene.Org.AskAsync();
        await using (var db = scene.Portal.Db())
            await MultiplyAsync(db, Many - 1);
        var rules = Each(rule => rule with { LongestGrantMinutes = 45, TicketPattern = "[A-Z]+-[0-9]+" });
        var simulate = scene.Portal.Get<SimulationQuery>();
        var first = (await simulate.RunAsync(scene.Staff, rules, SimulatedEffect.Shorter, 0, 25, Stop))!;
        var second = (await simulate.RunAsync(scene.Staff, rules, SimulatedEffect.Shorter, 25, 25, Stop))!;
        Assert.Equal((Many, Many, 25), (second.Asks, second.Fitting, second.Rows.Count));
        Assert.Empty(first.Rows.Select(row => row.Href).Intersect(second.Rows.Select(row => row.Href)));
    }

    /// <summary>Copies the one request there is, with its stages, under ids of their own.</summary>
    private static async Task MultiplyAsync(PortalDb db, int times)
    {
        string Columns(Type entity, string prefix, params string[] without) => string.Join(", ", db.Model.FindEntityType(entity)!.GetProperties().Select(p => p.GetColumnName()).Except(without).Select(name => $"{prefix}\"{name}\""));
        var (request, stage) = (Columns(typeof(AccessRequest), "", "Id", "Status"), Columns(typeof(RequestStage), "", "RequestId"));
        var copies = $"""
            CREATE TEMP TABLE copies AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times}) SELECT printf('0195A1B2-0000-7000-8000-%012X', i) AS id FROM n;
            INSERT INTO "Requests" ("Id", "Status", {request}) SELECT copies.id, 'Approved', {request} FROM copies, (SELECT * FROM "Requests" LIMIT 1);
            INSERT INTO "RequestStages" ("RequestId", {stage}) SELECT copies.id, {stage} FROM copies, (SELECT * FROM "RequestStages");
            """;
        await db.Database.OpenConnectionAsync(Stop);
        await db.Database.ExecuteSqlRawAsync(copies, Stop);
    }

    private static List<ApprovalRule> Each(Func<ApprovalRule, ApprovalRule> change) => [.. DefaultPolicy.Rules.Select(change)];

    private async Task<Simulation> RunAsync(IReadOnlyList<ApprovalRule> rules, params (SimulatedEffect Effect, int Count)[] counts)
    {
        var found = (await scene.Portal.Get<SimulationQuery>().RunAsync(scene.Nora, rules, null, 0, 25, Stop))!;
        Assert.Equal(counts.OrderBy(count => count.Effect), found.Counts.Where(count => count.Value > 0).Select(count => (count.Key, count.Value)).OrderBy(count => count.Key));
        return found;
    }
}
