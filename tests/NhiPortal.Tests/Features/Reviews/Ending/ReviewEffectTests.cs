using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Connectors.Tests;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Features.Rotations;
using NhiPortal.Features.Unattended;
using NhiPortal.Tests.Features.Executions;
using NhiPortal.Tests.Features.Unattended;
using static NhiPortal.Tests.Features.Reviews.Ending.HeldReview;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reviews.Ending;

/// <summary>What "keep and rotate", a revoked key and the way back really do, in the register and on a directory.</summary>
public sealed class ReviewEffectTests(ActingSlapdTarget target) : IClassFixture<ActingSlapdTarget>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RevokedKey_IsMadeUselessOnItsTarget_UnlessSomethingElseSignsInAsTheSame()
    {
        await using var scene = await BrokeredScene.StartAsync(target.Acting);
        var (portal, org) = (scene.Portal, scene.Org);
        await MakeAsync(portal, "svc-key");
        await MakeAsync(portal, "svc-shared");
        var keys = new Dictionary<string, Credential>();
        await portal.ArrangeAsync(db =>
        {
            foreach (var account in new[] { "svc-key", "svc-shared" })
            {
                var identity = WorkloadIdentity.Create(org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), account, portal.Now);
                db.Add(identity);
                foreach (var label in account == "svc-key" ? ["own"] : new[] { "shared one", "shared two" })
                    db.Add(keys[label] = Credential.Create(org.Home.Id, org.Sync.Id, new(CredentialKind.Password, label, $"kv/{account}", portal.Now.AddDays(-3), portal.Now.AddDays(90)) { Workload = identity.Id, Target = org.Directory.Id }, portal.Now));
            }
        });
        var id = await StartAsync(portal, org, new() { Target = org.Directory.Id });
        await AnswerAsync(portal, org, id, item => item.Kind == ReviewItemKind.Credential && item.Action != "shared two" ? new(ReviewAnswer.Revoke) { Reason = "Nobody needs it any more" } : new(ReviewAnswer.Keep) { Reason = "It is still needed" });
        await FinishAsync(portal, org, id);

        Assert.False((await target.LookAsync("svc-key")).Enabled);
        Assert.True((await target.LookAsync("svc-shared")).Enabled);
        await using var db = portal.Db();
        var lines = await db.CarryOuts.AsNoTracking().Where(l => l.CampaignId == id && l.Number == 2).ToListAsync(Stop);
        Assert.StartsWith("Read back from the target", Assert.Single(lines, line => line.RemovalId is not null).Proof, StringComparison.Ordinal);
        Assert.Contains("kv/svc-shared", Assert.Single(lines, line => line.State == CarryOutState.ByHand).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reduce_TakesBackWhatIsOutside_AndLeavesWhatIsInside_AlsoWhereTheRestIsRevoked()
    {
        await using var scene = await BrokeredScene.StartAsync(target.Acting);
        var (portal, org) = (scene.Portal, scene.Org);
        await MakeAsync(portal, "svc-inside");
        await MakeAsync(portal, "svc-outside");
        await portal.ArrangeAsync(db => db.Add(WorkloadIdentity.Create(org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), "svc-inside", portal.Now)));
        var inside = await scene.GrantAsync(AddMember("svc-inside", target.Group));
        var outside = await scene.GrantAsync(AddMember("svc-outside", "admins"));
        await scene.CarryOutAsync();
        Assert.Equal((true, true), ((await target.LookAsync("svc-inside")).Member, (await target.LookAsync("svc-outside")).Administrator));

        var id = await StartAsync(portal, org, new() { Keys = false, Target = org.Directory.Id });
        await AnswerAsync(portal, org, id, item => item.Action == "group.add_member" ? new(ReviewAnswer.Reduce) { ReduceTo = "staff*", Reason = "Only staff is looked after" } : new(ReviewAnswer.Revoke) { Reason = "Nobody needs it any more" });
        await FinishAsync(portal, org, id);

        // Its account stays on: what the other privilege was narrowed to is still there.
        Assert.Equal(new(true, true, true, false), await target.LookAsync("svc-inside"));
        Assert.Equal(new(true, true, false, false), await target.LookAsync("svc-outside"));
        await using var db = portal.Db();
        var (kept, ended) = (await scene.GrantOfAsync(inside), await scene.GrantOfAsync(outside));
        Assert.Equal((GrantStatus.Active, GrantStatus.Revoked), ((await db.Grants.SingleAsync(g => g.Id == kept, Stop)).Status, (await db.Grants.SingleAsync(g => g.Id == ended, Stop)).Status));
        Assert.Equal(["staff*"], await db.Paths.Where(p => p.IntegrationId == org.Sync.Id && p.TargetId == org.Directory.Id && p.RemovedAt == null).Select(p => p.ResourcePattern).ToListAsync(Stop));
        Assert.Equal(CampaignState.Closed, (await db.ReviewCampaigns.SingleAsync(c => c.Id == id, Stop)).State);
        Assert.StartsWith("Read back from the target", (await db.CarryOuts.SingleAsync(l => l.GrantId == ended, Stop)).Proof, StringComparison.Ordinal);
        Assert.False((await scene.AskAsync(AddMember("svc-outside", "admins"))).Succeeded);
    }

    [Fact]
    public async Task KeepAndRotate_GivesTheRotationItsDay_WhichNothingMovesLater()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        var key = Credential.Create(org.Sync, CredentialKind.ApiKey, "key", "kv/hr-sync", portal.Now.AddDays(-3), portal.Now.AddDays(300), null, null, portal.Now);
        await portal.ArrangeAsync(db => db.Add(key));
        await portal.Get<PlanRotations>().RunAsync(Stop);
        var day = DateOnly.FromDateTime(portal.Now.UtcDateTime).AddDays(6);
        var id = await StartAsync(portal, org, new());
        await AnswerAsync(portal, org, id, item => item.Kind == ReviewItemKind.Credential ? new(ReviewAnswer.KeepAndRotate) { RotateBy = day, Reason = "It is old by now" } : new(ReviewAnswer.Keep) { Reason = "It is still needed" });
        await FinishAsync(portal, org, id);
        await portal.Get<PlanRotations>().RunAsync(Stop);

        Assert.Equal("snooze_demanded", (await portal.Get<SnoozeRotation>().RunAsync(As(org.Staff, Role.IamStaff), key.Id, 2, "Everybody is away", Stop)).Refusal?.Code);
        await using var db = portal.Db();
        var planned = await db.Credentials.SingleAsync(c => c.Id == key.Id, Stop);
        Assert.Equal((day, "An access review", CredentialStatus.Active), (DateOnly.FromDateTime(planned.DueAt!.Value.UtcDateTime), planned.ScheduledBy, planned.Status));
        Assert.Equal(CarryOutKind.Rotation, (await db.CarryOuts.SingleAsync(l => l.CampaignId == id, Stop)).Kind);
    }

    [Fact]
    public async Task WayBack_GivesBackExactlyWhatTheReviewsSilenceTook()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        await portal.ArrangeAsync(db => db.Add(Credential.Create(org.Sync, CredentialKind.ApiKey, "key", "kv/hr-sync", portal.Now.AddDays(-3), portal.Now.AddDays(300), null, null, portal.Now)));
        await portal.Get<PlanRotations>().RunAsync(Stop);
        var before = await StandingAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.ReviewItem);
        portal.Time.Advance(TimeSpan.FromDays(2));
        var id = await StartAsync(portal, org, new());
        Assert.True((await portal.Get<CloseReview>().RunAsync(As(org.Staff, Role.IamStaff), id, "Nobody has time for it now", Stop)).Succeeded);
        await portal.Get<FinishReviews>().RunAsync(Stop);
        await portal.PassAsync(7);
        var taken = (await portal.RevocationsAsync()).FindAll(row => row.Kind == UnattendedKind.ReviewItem && row.Items.Count > 0);
        Assert.Equal(4, taken.Count);
        Assert.NotEqual(before, await StandingAsync(portal));

        foreach (var row in taken)
        {
            var undone = await portal.Get<UndoRevocation>().RunAsync(As(org.Nora, Role.IamStaff), row.Id.Value, "It is needed after all", Stop);
            Assert.True(undone.Succeeded, undone.Refusal?.Sentence);
        }

        Assert.Equal(before, await StandingAsync(portal));
    }

    /// <summary>All that a review can take from whoever has no grant just now, as it stands.</summary>
    private static async Task<List<string>> StandingAsync(TestPortal portal)
    {
        await using var db = portal.Db();
        return
        [
            .. (await db.Paths.AsNoTracking().ToListAsync(Stop)).Select(p => $"{p.Id} {p.TargetId} {p.ActionName} {p.ResourcePattern} {p.ApprovedAt:O} {p.RemovedAt:O}").Order(StringComparer.Ordinal),
            .. (await db.Credentials.AsNoTracking().ToListAsync(Stop)).Select(c => $"{c.Id} {c.Label} {c.Status} {c.RevokedAt:O} {c.EndReason} {c.ExpiresAt:O}"),
            .. (await db.Integrations.AsNoTracking().ToListAsync(Stop)).Select(i => $"{i.Id} {i.Status}"),
        ];
    }

    private async Task MakeAsync(TestPortal portal, string account)
    {
        var connector = (IActingConnector)portal.Get<ConfiguredConnectors>().Open("corp-directory");
        await connector.ApplyAsync(TargetChange.Meaning("account.create", account, "{}").Value, $"made-{account}", Stop);
        Assert.True((await target.LookAsync(account)).Enabled);
    }
}
