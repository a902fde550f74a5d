using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Features.AccessRules;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.AccessRules;

/// <summary>One person makes rules stricter, two make them looser, and nobody an administrative action free.</summary>
public sealed class PublishAccessRulesTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
        await portal.AddUnlockAsync(org);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Publish_Stricter_TakesOnePerson_AndTakingItBackTakesTwo()
    {
        var saved = await portal.SaveAsync(org, RuleScene.DenyUnlock);
        Assert.Equal(1, (await PublishAsync(saved.Value)).Value);
        saved = await portal.SaveAsync(org, """{"rules":[]}""");
        Assert.Null((await PublishAsync(saved.Value)).Value);
        var token = await portal.TokenAsync(org);
        Assert.Equal("second_person", (await portal.Get<AgreeAccessRules>().RunAsync(RuleScene.Nora(org), org.Home.Id, token, Stop)).Refusal?.Code);
        Assert.Equal("draft_waiting", (await portal.SaveAsync(org, RuleScene.DenyUnlock)).Refusal?.Code);
        Assert.Equal(2, (await portal.Get<AgreeAccessRules>().RunAsync(As(org.Staff, Role.IamStaff), org.Home.Id, token, Stop)).Value);
        await using var db = portal.Db();
        var version = await db.AccessRuleVersions.SingleAsync(v => v.Number == 2, Stop);
        Assert.Equal((org.Nora.Id, org.Staff.Id), (version.PublishedById, version.AgreedById!.Value));
        Assert.Equal(
            ["access_rules.draft_saved", "access_rules.published", "access_rules.draft_saved", "access_rules.publish_asked", "access_rules.agree.refused", "access_rules.save_draft.refused", "access_rules.published"],
            await db.AuditEvents.Where(e => e.Kind.StartsWith("access_rules.")).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(Stop));
    }

    [Fact]
    public async Task Save_AllowOfAnAdministrativeAction_IsRefusedByName_AndAgainWhenItBecameOne()
    {
        Assert.Equal("allow_administrative", (await portal.SaveAsync(org, RuleScene.AllowAddMember)).Refusal?.Code);
        var saved = await portal.SaveAsync(org, RuleScene.AllowUnlock);
        Assert.True(saved.Succeeded);
        await portal.ArrangeAsync(db => db.Actions.Where(a => a.Name == "account.unlock").ExecuteUpdate(set => set.SetProperty(a => a.Class, Domain.Targets.ActionClass.ChangesAdmin)));
        Assert.Equal("allow_administrative", (await PublishAsync(saved.Value)).Refusal?.Code);
    }

    [Fact]
    public async Task Publish_WhileAnExampleFails_IsRefused()
    {
        var saved = await portal.SaveAsync(org, """{"rules":[{"name":"No unlocking","answer":"deny","when":{"equals":{"action.name":"account.unlock"}}}],"tests":[{"name":"unlocking passes","action":{"name":"account.unlock"},"expect":"allow"}]}""");
        var refused = (await PublishAsync(saved.Value)).Refusal!;
        Assert.Equal("test_fails", refused.Code);
        Assert.Contains("unlocking passes", refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_AfterSomebodyElseDid_OverwritesNothing_AndForeignTenantsAreNotThere()
    {
        await portal.SaveAsync(org, RuleScene.DenyUnlock);
        Assert.Equal("draft_changed", (await portal.Get<SaveAccessRules>().RunAsync(RuleScene.Nora(org), org.Home.Id, default, RuleScene.AllowUnlock, Stop)).Refusal?.Code);
        Assert.Equal("no_tenant", (await portal.Get<SaveAccessRules>().RunAsync(RuleScene.Nora(org), org.Other.Id, default, RuleScene.DenyUnlock, Stop)).Refusal?.Code);
        Assert.Null(await portal.Get<AccessRulesQuery>().RunAsync(RuleScene.Nora(org), "other", Stop));
    }

    [Fact]
    public async Task Simulate_PastDecisions_CountsThemAndNamesTheTurned()
    {
        await portal.ArrangeAsync(db => db.AuditEvents.Add(Domain.Audit.AuditEvent.Of(Work.Body(new AuditNote("access.denied", "denied")
        {
            Tenant = org.Home.Id,
            Integration = Work.Thing(org.Sync),
            Target = Work.Thing(org.Directory),
            Facts = new Dictionary<string, string?> { ["action"] = "account.unlock", ["resource"] = "account/u123" },
        }, org.Caller, portal.Now))));
        var found = (await portal.Get<AccessRuleSimulationQuery>().RunAsync(RuleScene.Nora(org), org.Home.Id, RuleScene.AllowUnlock, Stop))!;
        Assert.Equal((1, 1), (found.Decisions, found.Counts[(RuleAnswer.Allow, false)]));
        Assert.Equal("Unlocking", Assert.Single(found.Turned).Rule);
    }

    private Task<Result<int?>> PublishAsync(Guid seen) => portal.Get<PublishAccessRules>().RunAsync(RuleScene.Nora(org), org.Home.Id, seen, "agreed with the owners", Stop);
}
