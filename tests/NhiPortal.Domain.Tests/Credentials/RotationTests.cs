using FsCheck.Fluent;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.Credentials;

/// <summary>A rotation goes forward one proved step at a time; a credential is put off only within limits.</summary>
public sealed class RotationTests
{
    private static readonly PersonId Owner = new(Guid.NewGuid());
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly StepProof Proof = new(Owner, "Seen in the log of the job.");

    private static Credential Secret(int issuedDaysAgo = 80, DateTimeOffset? ends = null) => Credential.Create(
        Integration.Register(new(Guid.NewGuid()), "hr-sync", "HR sync", "Keeps accounts.", IntegrationKind.ScriptedAutomation, DeploymentEnvironment.Production, Now),
        CredentialKind.ClientSecret, "Secret", "kv/hr-sync", Now.AddDays(-issuedDaysAgo), ends ?? Now.AddDays(300), null, null, Now);

    private static Credential Planned(int issuedDaysAgo = 80, DateTimeOffset? ends = null)
    {
        var secret = Secret(issuedDaysAgo, ends);
        secret.Plan(RotationPlan.BuiltIn.For(secret, IntegrationKind.ScriptedAutomation, null, RotationCalendarTests.Next), 1);
        return secret;
    }

    [Fact]
    public void Steps_InAnyOrderTried_AreReachedOnlyOneAfterTheOther() => World.Holds(
        from tries in (from step in Gen.Elements(Enum.GetValues<RotationStep>()) from worked in Gen.Elements(true, false, true) select (step, worked)).ListOf(40)
        select tries,
        tries =>
        {
            var (secret, before) = (Secret(), RotationStep.Planned);
            var rotation = Rotation.Begin(secret, RotationWay.Manual, Owner, Now).Value;
            foreach (var (step, worked) in tries)
            {
                var done = worked
                    ? rotation.Reach(step, Proof, new("kv/hr-sync-2", Now.AddDays(90)), Now).Succeeded
                    : rotation.Fail(step, Proof, Now).Succeeded;
                if (done != (step == before + 1 && step != RotationStep.Closed || !worked && step == RotationStep.Closed && before == RotationStep.OldDead) || rotation.Reached != (done && worked ? step : before))
                    return false;
                before = rotation.Reached;
                // Nothing but proof that the old one is dead opens the end.
                if (rotation.Reached != RotationStep.OldDead && rotation.Close(secret, Owner, Now).Succeeded)
                    return false;
            }

            return secret.Status == CredentialStatus.Active;
        },
        2_000);

    [Fact]
    public void Close_PutsTheSuccessorInPlace_AndNeverTwice()
    {
        var secret = Secret();
        var rotation = Rotation.Begin(secret, RotationWay.Manual, Owner, Now).Value;
        rotation.Reach(RotationStep.Staged, Proof, new("kv/hr-sync-2", Now.AddDays(90)), Now);
        foreach (var step in new[] { RotationStep.NewVerified, RotationStep.Switched, RotationStep.OldDead })
            Assert.True(rotation.Reach(step, Proof, null, Now.AddHours(1)).Succeeded);
        var successor = rotation.Close(secret, Owner, Now.AddHours(2)).Value;
        Assert.Equal((CredentialStatus.Superseded, (CredentialId?)successor.Id), (secret.Status, secret.SupersededById));
        Assert.Equal(("kv/hr-sync-2", Now, "Secret"), (successor.KeptIn, successor.LastRotatedAt!.Value, successor.Label));
        Assert.Equal((RotationState.Closed, successor.Id), (rotation.State, rotation.SuccessorId!.Value));
        Assert.False(rotation.Close(secret, Owner, Now).Succeeded);
        Assert.Equal("superseded", secret.Change(secret.Description with { Label = "Other" }).Refusal?.Code);
        Assert.Equal("superseded", Rotation.Begin(secret, RotationWay.Manual, Owner, Now).Refusal?.Code);
    }

    [Fact]
    public void Fail_SaysWhatIsValid_AndWhoIsTold_AndLeavesTheStep()
    {
        var rotation = Rotation.Begin(Secret(), RotationWay.Connector, null, Now).Value;
        rotation.Reach(RotationStep.Staged, Proof, new("kv/2", Credential.Never), Now);
        var failed = rotation.Fail(RotationStep.NewVerified, Proof, Now).Value;
        Assert.Contains("The old one works", failed.StillValid, StringComparison.Ordinal);
        Assert.Equal((RotationState.Failed, RotationStep.Staged), (rotation.State, rotation.Reached));
        Assert.Contains(OwnerRole.SecurityOperations, RotationFailure.Of(RotationStep.OldDead).Told);
        Assert.True(rotation.Reach(RotationStep.NewVerified, Proof, null, Now).Succeeded);
        Assert.Equal(RotationState.Open, rotation.State);
    }

    [Fact]
    public void GiveUp_OnceSwitched_IsRefused()
    {
        var secret = Secret();
        var rotation = Rotation.Begin(secret, RotationWay.Manual, Owner, Now).Value;
        rotation.Reach(RotationStep.Staged, Proof, new("kv/2", Credential.Never), Now);
        rotation.Reach(RotationStep.NewVerified, Proof, null, Now);
        rotation.Reach(RotationStep.Switched, Proof, null, Now);
        Assert.Equal("switched", rotation.GiveUp(secret, Now).Refusal?.Code);
        secret.Revoke(Now);
        Assert.True(rotation.GiveUp(secret, Now).Succeeded);
    }

    [Theory]
    [InlineData("short", null, "too_short")]
    [InlineData("The password=Sommer2026! was taken over", null, "looks_secret")]
    [InlineData("Seen in the log of the job.", "javascript:alert(1)", "link")]
    public void Evidence_ThatShowsNothing_OrTooMuch_IsRefused(string evidence, string? link, string code) => Assert.Equal(
        code, Rotation.Begin(Secret(), RotationWay.Manual, Owner, Now).Value.Reach(RotationStep.Staged, new(Owner, evidence, link), new("kv/2", Credential.Never), Now).Refusal?.Code);

    [Fact]
    public void Snooze_NeverPassesTheLimit_NorTheEnd() => World.Holds(
        from issued in Gen.Choose(60, 200)
        from life in Gen.Choose(1, 60)
        from days in Gen.Choose(-1, 12).ListOf(8)
        from pauses in Gen.Choose(0, 10).ListOf(8)
        select (issued, life, days, pauses),
        x =>
        {
            var secret = Planned(x.issued, Now.AddDays(x.life));
            if (secret.ScheduledAt is not { } scheduled)
                return true;
            var now = Now;
            foreach (var (days, pause) in x.days.Zip(x.pauses))
            {
                secret.Snooze(days, RotationPlan.BuiltIn, now);
                now = now.AddDays(pause);
            }

            var limit = scheduled.AddDays(RotationPlan.BuiltIn.MostSnoozes * RotationPlan.BuiltIn.LongestSnoozeDays);
            return secret.Snoozes <= RotationPlan.BuiltIn.MostSnoozes && secret.DueAt <= limit && secret.DueAt <= secret.ExpiresAt && secret.DueAt >= scheduled;
        },
        5_000);

    [Fact]
    public void Demanded_ByAReview_IsMovedByNoSnooze_NoPlanAndNobodysWord()
    {
        var secret = Secret(10);
        var by = Now.AddDays(3);
        Assert.True(secret.Demand(by, Now));
        Assert.Equal((by, "An access review"), (secret.DueAt, secret.ScheduledBy));
        Assert.Equal("snooze_demanded", secret.Snooze(2, RotationPlan.BuiltIn, Now).Refusal?.Code);
        Assert.True(secret.Change(secret.Description with { LastRotatedAt = Now.AddHours(1) }).Succeeded);
        secret.Plan(RotationPlan.BuiltIn.For(secret, IntegrationKind.InternalAgent, null, RotationCalendarTests.Next), 2);
        Assert.True(secret.DueAt <= by);
        // An earlier demand stays; a later one moves nothing.
        Assert.True(secret.Demand(by.AddDays(30), Now));
        Assert.Equal(by, secret.DemandedBy);
    }

    [Fact]
    public void Plan_FirstRuleThatFits_Decides_AndItsOwnScheduleBeforeIt()
    {
        var plan = RotationPlan.BuiltIn.Next(new(
            [new("Critical", new() { EveryDays = 20 }) { Criticalities = [Criticality.Critical] }, new("Secrets", new() { EveryDays = 40 }) { Kinds = [CredentialKind.ClientSecret] }], [], 1, 5),
            RotationCalendarTests.Next, Owner, "Tighter", Now).Value;
        var secret = Secret(10);
        Assert.Equal("Critical", plan.For(secret, IntegrationKind.InternalAgent, Criticality.Critical, RotationCalendarTests.Next)?.By);
        Assert.Equal("Secrets", plan.For(secret, IntegrationKind.InternalAgent, null, RotationCalendarTests.Next)?.By);
        secret.Follow(new() { EveryDays = 7, LeadDays = 1 });
        Assert.Equal((null, Now.AddDays(-3)), (plan.For(secret, IntegrationKind.InternalAgent, null, RotationCalendarTests.Next)!.By, plan.For(secret, IntegrationKind.InternalAgent, null, RotationCalendarTests.Next)!.At));
    }
}
