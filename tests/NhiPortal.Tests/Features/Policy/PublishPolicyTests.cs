using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Policy;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Policy;

/// <summary>Nobody weakens the policy alone, by themselves or by timing, and nothing that must not be configured gets in.</summary>
public sealed class PublishPolicyTests : IAsyncLifetime
{
    private PolicyScene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await PolicyScene.SetAsync();

    public ValueTask DisposeAsync() => scene.Portal.DisposeAsync();

    [Fact]
    public async Task Publish_AsksForNoLess_IsInForceAtOnceByOnePerson()
    {
        var saved = await scene.SaveAsync(scene.Nora, default, PolicyScene.Stricter);
        Assert.Equal(2, (await scene.PublishAsync(scene.Nora, saved.Value)).Value);
        var newest = await scene.NewestAsync();
        Assert.Equal((2, scene.Org.Nora.Id, null, 30), (newest.Number, newest.PublishedById!.Value, newest.AgreedById, newest.Rules[0].LongestGrantMinutes));
        Assert.Equal(["policy.draft_saved", "policy.published"], await scene.RecordedAsync());
        Assert.Equal(Guid.Empty, await scene.TokenAsync());
    }

    [Fact]
    public async Task Publish_AsksForLess_WaitsAndOnlyAnUninvolvedSecondPersonPutsItInForce()
    {
        var first = await scene.SaveAsync(scene.Nora, default, PolicyScene.Stricter);
        var second = await scene.SaveAsync(scene.Bea, first.Value, PolicyScene.Weaker);
        var asked = await scene.PublishAsync(scene.Bea, second.Value);
        Assert.True(asked.Succeeded);
        Assert.Null(asked.Value);
        var waiting = await scene.TokenAsync();

        // Bea asked, Nora only ever saved a stricter state; both had a hand in it.
        Assert.Equal("second_person", (await scene.AgreeAsync(scene.Bea, waiting)).Refusal?.Code);
        Assert.Equal("second_person", (await scene.AgreeAsync(scene.Nora, waiting)).Refusal?.Code);
        Assert.Equal("draft_waiting", (await scene.PublishAsync(scene.Staff, waiting)).Refusal?.Code ?? "published");
        Assert.Equal(1, (await scene.NewestAsync()).Number);

        Assert.Equal(2, (await scene.AgreeAsync(scene.Staff, waiting)).Value);
        var newest = await scene.NewestAsync();
        Assert.Equal((scene.Org.Bea.Id, scene.Org.Staff.Id), (newest.PublishedById!.Value, newest.AgreedById!.Value));
        Assert.Equal(new[] { scene.Org.Nora.Id, scene.Org.Bea.Id, scene.Org.Staff.Id }.ToHashSet(), newest.Hands.ToHashSet());
        Assert.Equal(
            ["policy.draft_saved", "policy.draft_saved", "policy.publish_asked", "policy.agree.refused", "policy.agree.refused", "policy.publish.refused", "policy.published"],
            await scene.RecordedAsync());
    }

    [Fact]
    public async Task Agree_DraftNobodyAskedFor_IsRefused()
    {
        var saved = await scene.SaveAsync(scene.Nora, default, PolicyScene.Weaker);
        Assert.Equal("draft_not_waiting", (await scene.AgreeAsync(scene.Staff, saved.Value)).Refusal?.Code);
    }

    [Fact]
    public async Task Decline_GivesTheDraftBackWithTheReason_AndItMustBeAskedAgain()
    {
        var saved = await scene.SaveAsync(scene.Nora, default, PolicyScene.Weaker);
        await scene.PublishAsync(scene.Nora, saved.Value);
        Assert.Equal("draft_waiting", (await scene.SaveAsync(scene.Nora, await scene.TokenAsync(), PolicyScene.Stricter)).Refusal?.Code);
        Assert.True((await scene.DeclineAsync(scene.Staff, await scene.TokenAsync())).Succeeded);
        Assert.Equal("draft_not_waiting", (await scene.AgreeAsync(scene.Staff, await scene.TokenAsync())).Refusal?.Code);
        var view = (await scene.Portal.Get<DraftQuery>().RunAsync(scene.Nora, Stop))!;
        Assert.Equal(("Staff", "not without the owners", false), (view.DeclinedBy, view.DeclineReason, view.IsWaiting));
        Assert.Equal(["policy.draft_saved", "policy.publish_asked", "policy.save_draft.refused", "policy.publish_declined", "policy.agree.refused"], await scene.RecordedAsync());
    }

    [Fact]
    public async Task Save_TwoFromTheSameState_SecondIsToldWhoAndNothingIsOverwritten()
    {
        var saves = await Task.WhenAll(scene.SaveAsync(scene.Nora, default, PolicyScene.Stricter), scene.SaveAsync(scene.Bea, default, PolicyScene.Weaker));
        var refused = Assert.Single(saves, saved => !saved.Succeeded).Refusal!;
        var nora = saves[0].Succeeded;
        Assert.Equal("draft_changed", refused.Code);
        Assert.Contains($"{(nora ? "Nora" : "Bea")} saved this draft on 2 Mar 2026, 09:00 UTC", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal(nora ? 30 : 600, (await scene.Portal.Get<DraftQuery>().RunAsync(scene.Staff, Stop))!.Rules[0].LongestGrantMinutes);
    }

    [Fact]
    public async Task Agree_DraftAnotherThanTheOneLookedAt_IsRefused()
    {
        var saved = await scene.SaveAsync(scene.Nora, default, PolicyScene.Weaker);
        await scene.PublishAsync(scene.Nora, saved.Value);
        var looked = await scene.TokenAsync();
        await scene.DeclineAsync(scene.Nora, looked);
        var worse = await scene.SaveAsync(scene.Nora, await scene.TokenAsync(), [.. PolicyScene.Weaker.Select(rule => rule with { LongestGrantMinutes = 1440 })]);
        await scene.PublishAsync(scene.Nora, worse.Value);
        Assert.Equal("draft_changed", (await scene.AgreeAsync(scene.Staff, looked)).Refusal?.Code);
    }

    [Fact]
    public async Task Agree_DraftThrownAwayAndBegunAgainWithAsManyChanges_IsStillAnother()
    {
        async Task<Guid> WaitingAsync(int minutes)
        {
            var saved = await scene.SaveAsync(scene.Nora, default, [.. PolicyScene.Weaker.Select(rule => rule with { LongestGrantMinutes = minutes })]);
            await scene.PublishAsync(scene.Nora, saved.Value);
            return await scene.TokenAsync();
        }

        var looked = await WaitingAsync(600);
        Assert.True((await scene.Portal.Get<DiscardDraft>().RunAsync(scene.Nora, looked, "begun again", Stop)).Succeeded);
        await WaitingAsync(1440);
        Assert.Equal("draft_changed", (await scene.AgreeAsync(scene.Staff, looked)).Refusal?.Code);
        Assert.Equal(1, (await scene.NewestAsync()).Number);
    }

    [Fact]
    public async Task Publish_StageNobodyCouldAnswer_IsRefusedAndNamesWhere()
    {
        var rules = DefaultPolicy.Rules.Select(rule => rule with { Stages = [.. rule.Stages, new PolicyStage(2, OwnerRole.SecurityOperations, 1)] }).ToList();
        var saved = await scene.SaveAsync(scene.Nora, default, rules);
        var refused = (await scene.PublishAsync(scene.Nora, saved.Value)).Refusal!;
        Assert.Equal("nobody_eligible", refused.Code);
        Assert.Contains("\"Internal agent\" asks the security operations, but for hr-sync on ", refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_MorePeopleThanThereAre_IsRefused()
    {
        var rules = DefaultPolicy.Rules.Select(rule => rule with { Stages = [.. rule.Stages.Select(stage => stage with { Quorum = 2 })] }).ToList();
        var saved = await scene.SaveAsync(scene.Nora, default, rules);
        Assert.Contains("only 1 person can answer", (await scene.PublishAsync(scene.Nora, saved.Value)).Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_NothingChanged_IsRefused()
    {
        var saved = await scene.SaveAsync(scene.Nora, default, DefaultPolicy.Rules);
        Assert.Equal("nothing_changed", (await scene.PublishAsync(scene.Nora, saved.Value)).Refusal?.Code);
    }

    [Fact]
    public async Task Save_WhatMustNeverBeConfigured_IsRefusedAndNotEvenKept()
    {
        Assert.Equal("zero_approvers", (await scene.SaveAsync(scene.Nora, default, [DefaultPolicy.Rules[0] with { Stages = [] }])).Refusal?.Code);
        Assert.Equal("no_system_owner", (await scene.SaveAsync(scene.Nora, default, [DefaultPolicy.Rules[0] with { Stages = [new(1, OwnerRole.IamOwner, 1)] }])).Refusal?.Code);
        Assert.Equal(Guid.Empty, await scene.TokenAsync());
    }

    [Fact]
    public async Task Ask_PolicyWrittenPastTheRulesIntoTheDatabase_LetsNothingThrough()
    {
        await using (var db = scene.Portal.Db())
            await db.Database.ExecuteSqlRawAsync("""UPDATE "Policies" SET "Rules" = replace("Rules", '"role":"SystemOwner"', '"role":"BusinessOwner"')""", Stop);
        await using var read = scene.Portal.Db();
        Assert.Null(await read.PolicyInForceAsync(Stop));
        var ask = new NhiPortal.Features.Requests.Ask(scene.Org.Workload.Id, AddMember()) { Justification = "Ticket 4711 asks for it" };
        Assert.Equal("no_policy", (await scene.Portal.Get<NhiPortal.Features.Requests.AskForAccess>().RunAsync(scene.Org.Caller, ask, Stop)).Refusal?.Code);
        // Whatever follows it asks for less than nothing at all, so one person cannot put it right either.
        var saved = await scene.SaveAsync(scene.Nora, default, PolicyScene.Stricter);
        Assert.Null((await scene.PublishAsync(scene.Nora, saved.Value)).Value);
    }

    [Fact]
    public async Task Decide_WhoeverHadAHandInThePolicy_IsBarredAndToldWhy()
    {
        var saved = await scene.SaveAsync(As(scene.Org.Ian, Role.IamStaff), default, PolicyScene.Weaker);
        await scene.PublishAsync(As(scene.Org.Ian, Role.IamStaff), saved.Value);
        await scene.AgreeAsync(As(scene.Org.Sam, Role.IamStaff), await scene.TokenAsync());
        var request = await scene.Org.AskAsync();
        foreach (var person in new[] { scene.Org.Ian, scene.Org.Sam })
        {
            var refused = (await scene.Org.ApproveAsync(person, request)).Refusal!;
            Assert.Contains("policy version 2 on 2 March 2026", refused.Sentence, StringComparison.Ordinal);
        }

        Assert.Equal(RequestStatus.Pending, (await scene.Org.ReadAsync(request)).Status);
    }
}
