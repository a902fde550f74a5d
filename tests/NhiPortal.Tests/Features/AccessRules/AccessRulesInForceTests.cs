using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Trust;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Access;

namespace NhiPortal.Tests.Features.AccessRules;

/// <summary>What is published answers at once on every instance, and every answer is on record with its rule and its people.</summary>
public sealed class AccessRulesInForceTests : IAsyncLifetime
{
    private Scene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await Scene.StartAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Deny_PublishedElsewhere_IsFollowedByEveryInstanceAtOnce_EvenWithAGrant_AndBarsAsking()
    {
        await using var second = await ApiPortal.StartAsync(scene.Portal);
        await scene.ApprovedAsync();
        foreach (var api in new[] { scene.Api, second })
            Assert.True((await api.EvaluateAsync(scene.Token, Scene.Body())).Decision);

        await scene.Portal.PublishAsync(scene.Org, """{"rules":[{"name":"Nobody joins","answer":"deny","when":{"all":[{"equals":{"action.name":"group.add_member"}},{"equals":{"resource.target":"corp-directory"}}]}}]}""");
        foreach (var api in new[] { scene.Api, second })
        {
            var answer = await api.EvaluateAsync(scene.Token, Scene.Body());
            Assert.Equal((false, "access_rule", "none"), (answer.Decision, answer.Reason, answer.Context.GetProperty("next_action").GetString()));
        }

        var recorded = (await scene.Api.RecordedAsync("access.denied"))[^1];
        Assert.Equal("version 1, rule Nobody joins", recorded.Facts!["access_rule"]);
        var asked = await scene.Portal.Get<AskForAccess>().RunAsync(scene.Org.Caller, new Ask(scene.Org.Workload.Id, SmallOrganisation.AddMember("u9")) { Justification = "The nightly run needs it" }, Stop);
        Assert.Equal("access_rule", asked.Refusal?.Code);
    }

    [Fact]
    public async Task Allow_WherePolicyLetsRules_PassesWithBothPublishersOnRecord_AndOnlyThere()
    {
        await scene.Portal.AddUnlockAsync(scene.Org, permit: false);
        await scene.Portal.PublishAsync(scene.Org, RuleScene.AllowUnlock);
        Assert.Equal("approval_required", (await UnlockAsync()).Reason);

        await scene.Portal.ArrangeAsync(db => db.Add(PolicyVersion.Publish(2, ApprovalPolicy.Create(RuleScene.Permitting).Value, null, scene.Portal.Now)));
        var answer = await UnlockAsync();
        Assert.True(answer.Decision);
        Assert.False(answer.Context.TryGetProperty("approval", out _));
        var recorded = Assert.Single(await scene.Api.RecordedAsync("access.allowed"));
        Assert.Equal("version 1, rule Unlocking", recorded.Facts!["access_rule"]);
        Assert.Equal(["Nora access_rules", "Staff access_rules"], recorded.Approvers!.Select(approver => $"{approver.Name} {approver.Role}").Order());
        Assert.Null(recorded.Grant);

        // One person alone takes it back.
        await scene.Portal.PublishAsync(scene.Org, """{"rules":[]}""");
        Assert.Equal("approval_required", (await UnlockAsync()).Reason);
    }

    [Fact]
    public async Task OnePersonsStricterVersion_CarriesTheAllowsOn_WithTheTwoPeopleWhoseWordTheyAre()
    {
        await scene.Portal.AddUnlockAsync(scene.Org);
        await scene.Portal.PublishAsync(scene.Org, RuleScene.AllowUnlock);
        Assert.Equal(2, await scene.Portal.PublishAsync(scene.Org, RuleScene.AllowUnlock[..^2] + """,{"name":"No chiefs","answer":"deny","when":{"prefix":{"resource.id":"chief-"}}}]}"""));
        await using (var db = scene.Portal.Db())
            Assert.Null(db.AccessRuleVersions.Single(v => v.Number == 2).AgreedById);

        Assert.True((await UnlockAsync()).Decision);
        Assert.Equal(2, Assert.Single(await scene.Api.RecordedAsync("access.allowed")).Approvers!.Count);
    }

    [Fact]
    public async Task DenyOnAnActionProperty_LeftOut_DeniesEvenWithAGrant_AndSaysWhichIsMissing()
    {
        await scene.ApprovedAsync();
        await scene.Portal.PublishAsync(scene.Org, """{"rules":[{"name":"Not for ever","answer":"deny","when":{"all":[{"equals":{"action.name":"group.add_member"}},{"equals":{"action.properties.permanent":true}}]}}]}""");
        var answer = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());
        Assert.Equal((false, "access_rule"), (answer.Decision, answer.Reason));
        Assert.Contains("action.properties.permanent", answer.Context.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_ReturnsNothing()
    {
        await scene.Portal.Get<ReturnChanged>().RunAsync(Stop);
        await scene.Portal.PublishAsync(scene.Org, RuleScene.DenyUnlock);
        await using var db = scene.Portal.Db();
        Assert.False(db.Changes.Any(change => change.Kind == NhiPortal.Data.ChangeKind.Policy && change.Subject == scene.Org.Home.Id.Value));
    }

    [Fact]
    public async Task Version_ThatCannotBeRead_DeniesEverything()
    {
        await scene.ApprovedAsync();
        await scene.Portal.PublishAsync(scene.Org, RuleScene.DenyUnlock);
        await scene.Portal.ArrangeAsync(db => db.Entry(db.AccessRuleVersions.Single()).Property(v => v.Pack).CurrentValue = """{"rules":[{"name":"x","answer":"allow","when":{"all":[]}}]}""");
        Assert.Equal("access_rules_unusable", (await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Reason);
    }

    [Fact]
    public async Task CertificationPack_ByAGatewayOfOneTarget_GivesTheEightDecisionsOfTheScenario()
    {
        var (portal, org) = (scene.Portal, scene.Org);
        await portal.ArrangeAsync(db =>
        {
            var records = TargetSystem.Create(org.Home.Id, "records", "Records", IdentityStore.Database, DeploymentEnvironment.Development, Criticality.Low, portal.Now);
            db.Add(records);
            foreach (var action in new[] { "read", "write", "delete" })
                db.Add(PrivilegedAction.Create(action, $"{action} a record", ActionClass.OtherPrivileged, RiskLevel.Low, "record"));
            foreach (var key in new[] { "alice", "bob" })
                RuleScene.AddSubject(db, org, records, key, portal.Now);
            var owner = Domain.Owners.Ownership.Nominate(org.Home.Id, Domain.Owners.OwnerRole.SystemOwner, org.Sam.Id, null, records.Id, null, null, portal.Now);
            owner.Accept(org.Sam.Id, 90, portal.Now);
            db.Add(owner);
            db.Add(EnforcementPoint.Create("certifier", "Certifier", "urn:test", "ep:certifier", [records.Id], portal.Now));
            db.Add(PolicyVersion.Publish(2, ApprovalPolicy.Create(RuleScene.Permitting).Value, null, portal.Now));
        });
        var pack = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "rule-packs", "authzen-certification.json"), Stop);
        await portal.PublishAsync(org, pack);

        var token = scene.Issuer.Token("ep:certifier");
        async Task<bool> Decided(string subject, string action, string resource, object? ofSubject = null, object? ofAction = null, object? ofResource = null) => (await scene.Api.EvaluateAsync(token, new
        {
            subject = new { type = "user", id = subject, properties = ofSubject },
            action = new { name = action, properties = ofAction },
            resource = new { type = "record", id = resource, properties = ofResource },
        })).Decision;

        var archived = new { status = "archived" };
        Assert.True(await Decided("alice", "read", "record-1"));
        Assert.True(await Decided("alice", "write", "record-1"));
        Assert.True(await Decided("bob", "read", "record-1"));
        Assert.False(await Decided("bob", "write", "record-1"));
        Assert.False(await Decided("alice", "write", "record-2", ofResource: archived));
        Assert.True(await Decided("bob", "write", "record-2", new { role = "admin" }, ofResource: archived));
        Assert.True(await Decided("alice", "delete", "record-1", ofAction: new { soft = true }));
        Assert.False(await Decided("alice", "delete", "record-1", ofAction: new { soft = false }));
        Assert.True(await Decided("alice", "read", "record-2"));
    }

    private Task<ApiAnswer> UnlockAsync() => scene.Api.EvaluateAsync(scene.Token, new
    {
        subject = new { type = "workload", id = "hr-sync" },
        action = new { name = "account.unlock" },
        resource = new { type = "account", id = "u123", properties = new { target = "corp-directory" } },
    });
}
