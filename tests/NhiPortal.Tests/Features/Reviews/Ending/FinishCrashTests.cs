using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Connectors.Tests;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Tests.Features.Audit;
using NhiPortal.Tests.Features.Credentials;
using NhiPortal.Tests.Features.Executions;
using static NhiPortal.Tests.Features.Reviews.Ending.HeldReview;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reviews.Ending;

/// <summary>Closing, ordering, taking away on a real directory and following come to the same end wherever programs die, and done again they change nothing.</summary>
public sealed partial class FinishCrashTests(ActingSlapdTarget target) : IClassFixture<ActingSlapdTarget>
{
    /// <summary>With a privilege on each of two targets and a key: more than one portion to settle, and to order.</summary>
    private const int Agents = 22;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task End_ByProgramsKilledAfterEveryCommit_IsTheSame_AndTwiceChangesNothing()
    {
        var undisturbed = await LiveAsync("calm", dies: false);
        var killed = await LiveAsync("killed", dies: true);

        Assert.Equal(undisturbed, killed);
    }

    [Fact]
    public async Task OneThatCannotEnd_KeepsUpNoOther()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        var (first, second) = (await StartAsync(portal, org, new()), await StartAsync(portal, org, new() { Keys = false }));
        portal.Time.Advance(TimeSpan.FromDays(20));
        await portal.SqlAsync($"CREATE TRIGGER Odd BEFORE UPDATE ON ReviewCampaigns WHEN lower(OLD.Id) = '{first}' BEGIN SELECT RAISE(ABORT, 'odd'); END");

        await Assert.ThrowsAsync<AggregateException>(() => portal.Get<FinishReviews>().RunAsync(Stop));
        await using var db = portal.Db();
        Assert.Equal((CampaignState.Running, CampaignState.Closing), ((await db.ReviewCampaigns.SingleAsync(c => c.Id == first, Stop)).State, (await db.ReviewCampaigns.SingleAsync(c => c.Id == second, Stop)).State));
    }

    /// <summary>Lives one review to its end, told as lines that are the same wherever the same happened.</summary>
    private async Task<List<string>> LiveAsync(string tag, bool dies)
    {
        await using var scene = await BrokeredScene.StartAsync(target.Acting);
        var (portal, org) = (scene.Portal, scene.Org);
        await scene.GrantAsync(BrokeredScene.CreateAdmin($"adm-{tag}"));
        await scene.CarryOutAsync();
        var byHand = (IActingConnector)portal.Get<ConfiguredConnectors>().Open("corp-directory");
        foreach (var account in new[] { $"svc-{tag}", $"key-{tag}" })
            await byHand.ApplyAsync(TargetChange.Meaning("account.create_admin", account, "{}").Value, $"made-{account}", Stop);
        await portal.ArrangeAsync(db => Arrange(db, portal, org, tag));
        await portal.Get<DiscoverAccounts>().RunAsync(Actor.Rule("discover accounts"), "corp-directory", false, Stop);
        var id = await StartAsync(portal, org, new());
        var by = DateOnly.FromDateTime(portal.Now.UtcDateTime).AddDays(20);
        await AnswerAsync(portal, org, id, item => Answer(item) is { } answer ? new(answer) { Reason = "So the facts say it", RotateBy = by, ReduceTo = "team-one" } : null);
        await CloseAsync(portal, org, id);

        await CarryOnAsync(portal, dies);
        await LeaveItToOthersAsync(portal, org, id);
        // All but the last steps have nothing left to write.
        await CarryOnAsync(portal, dies, from: 4);

        var told = await TellAsync(portal, id);
        Assert.StartsWith(nameof(CampaignState.Closed), told[0], StringComparison.Ordinal);
        portal.Time.Advance(TimeSpan.FromDays(1));
        await portal.CarryOnAsync();
        Assert.Equal(0, await portal.Get<FinishReviews>().RunAsync(Stop));
        Assert.Equal(told, await TellAsync(portal, id));
        foreach (var account in new[] { "adm", "svc", "key" })
            told.Add($"{account} {await target.LookAsync($"{account}-{tag}")}");
        return told.ConvertAll(line => Moment().Replace(line, "then").Replace($"-{tag}", "", StringComparison.Ordinal));
    }

    /// <summary>One program after the other, each killed one commit later than the one before it, until one comes through.</summary>
    private static async Task CarryOnAsync(TestPortal portal, bool dies, int from = 0)
    {
        for (var commits = from; dies; commits++)
        {
            Assert.True(commits < 60, "It comes to no end.");
            var dying = new Dying(commits);
            await using var life = portal.Second(dying);
            var killed = await Record.ExceptionAsync(life.CarryOnAsync);
            Assert.True(killed is null || dying.Died, killed?.ToString());
            // What the dead one had taken is free again.
            portal.Time.Advance(Execution.Claim + TimeSpan.FromSeconds(1));
            if (killed is null && !dying.Died)
                return;
        }

        await portal.CarryOnAsync();
    }

    /// <summary>The one that has accounts there loses all; of the agents, every answer comes in turn, and silence mostly.</summary>
    private static ReviewAnswer? Answer(ReviewItem item) => item.Facts.Integration == "HR sync" ? ReviewAnswer.Revoke : (item.Number % 20, item.Kind) switch
    {
        (0, _) => ReviewAnswer.Revoke,
        (5, _) => ReviewAnswer.KeepAndRotate,
        (10, ReviewItemKind.Privilege) => ReviewAnswer.Reduce,
        (15, _) => ReviewAnswer.Keep,
        _ => null,
    };

    private static void Arrange(PortalDb db, TestPortal portal, SmallOrganisation org, string tag)
    {
        var now = portal.Now;
        WorkloadIdentity On(string account) => WorkloadIdentity.Create(org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), account, now);
        var key = On($"key-{tag}");
        db.AddRange(On($"svc-{tag}"), key);
        db.Add(Credential.Create(org.Home.Id, org.Sync.Id, new(CredentialKind.Password, "Own key", "kv/own", now.AddDays(-3), now.AddDays(90)) { Workload = key.Id, Target = org.Directory.Id }, now));
        for (var number = 1; number <= Agents; number++)
        {
            var agent = Integration.Register(org.Home.Id, $"agent-{number:000}", $"Agent {number:000}", "Does one thing well.", IntegrationKind.InternalAgent, DeploymentEnvironment.Production, now);
            agent.Activate();
            db.AddRange(agent, PrivilegePath.Create(agent.Id, org.Database.Id, "group.add_member", "*", now), PrivilegePath.Create(agent.Id, org.Directory.Id, "group.add_member", "team-*", now));
            db.Add(Credential.Create(agent, number % 3 == 0 ? CredentialKind.FederatedToken : CredentialKind.ApiKey, $"Key {number:000}", $"kv/agent-{number:000}", now.AddDays(-20), now.AddDays(200), null, null, now));
        }
    }

    /// <summary>People do what was left to them, and what nobody decided ends otherwise.</summary>
    private static async Task LeaveItToOthersAsync(TestPortal portal, SmallOrganisation org, CampaignId id)
    {
        await portal.ArrangeAsync(db =>
        {
            foreach (var item in db.ReviewItems.Where(i => i.CampaignId == id && i.Outcome == ReviewOutcome.UnattendedRevoked))
                if (item.PathId is { } path)
                    db.Paths.Single(p => p.Id == path).Remove(portal.Now);
                else
                    db.Credentials.Single(c => c.Id == item.CredentialId).Revoke(portal.Now, "It is gone.");
            foreach (var line in db.CarryOuts.Where(l => l.CampaignId == id && l.State == CarryOutState.ByHand))
                Assert.True(line.ConfirmByHand(org.Staff.Id, "Deleted, and refused since", portal.Now).Succeeded);
        });
    }

    private static async Task<List<string>> TellAsync(TestPortal portal, CampaignId id)
    {
        await using var db = portal.Db();
        var keys = await db.Integrations.ToDictionaryAsync(i => i.Id, i => i.Key, Stop);
        var campaign = await db.ReviewCampaigns.AsNoTracking().SingleAsync(c => c.Id == id, Stop);
        List<string> told = [$"{campaign.State} {campaign.Quality! with { LongestRunBy = null }} {string.Join(' ', campaign.Quality!.Warnings)} v{campaign.Version}"];
        told.AddRange((await db.ReviewItems.AsNoTracking().OrderBy(i => i.Number).ToListAsync(Stop)).Select(i => $"{i.Number} {i.Facts.Integration} {i.Action} {i.Outcome} v{i.Version}"));
        told.AddRange((await db.CarryOuts.AsNoTracking().OrderBy(l => l.ItemNumber).ThenBy(l => l.Number).ToListAsync(Stop)).Select(l => $"{l.ItemNumber}.{l.Number} {l.Kind} {l.State} {l.What} {l.Trouble} {l.Proof}"));
        told.AddRange((await db.Paths.AsNoTracking().ToListAsync(Stop)).Select(p => $"{keys[p.IntegrationId]} {p.ActionName} {p.ResourcePattern} {p.RemovedAt is null}").Order(StringComparer.Ordinal));
        told.AddRange((await db.Credentials.AsNoTracking().ToListAsync(Stop)).Select(c => $"{keys[c.IntegrationId]} {c.Label} {c.Status} {c.DemandedBy is null} v{c.Version}").Order(StringComparer.Ordinal));
        told.AddRange((await db.Grants.AsNoTracking().ToListAsync(Stop)).Select(g => $"{keys[g.IntegrationId]} {g.ActionName} {g.ResourceId} {g.Status}"));
        told.AddRange((await db.Removals.AsNoTracking().ToListAsync(Stop)).Select(r => $"{r.Change.Account} {r.Change.Holder} {r.State}").Order(StringComparer.Ordinal));
        told.AddRange((await db.AuditEvents.AsNoTracking().ToListAsync(Stop)).Select(e => e.Kind).CountBy(kind => kind).Select(kind => $"{kind.Key} {kind.Value}").Order(StringComparer.Ordinal));
        return told;
    }

    [GeneratedRegex(@"\d+ \w{3} \d{4}, \d\d:\d\d")]
    private static partial Regex Moment();
}
