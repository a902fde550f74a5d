using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Domain.Tests.Credentials;

/// <summary>A rotation that the portal carries out: taken once, tried until proved, told when that takes too long.</summary>
public sealed class RotationThroughTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Through_FollowsTheOverlap_AndEndsWithTheOtherAccount()
    {
        var (credential, rotation) = Begun("svc-b", 24);
        Assert.True(rotation.Take(Now));
        Assert.False(rotation.Take(Now));
        Reach(rotation, RotationStep.Staged, Now);
        // Whoever made the secret has it in hand, and nobody else goes on.
        Assert.False(rotation.Take(Now));
        Assert.True(rotation.Take(Now + Execution.Claim));
        Reach(rotation, RotationStep.NewVerified, Now);
        Assert.Equal((Now.AddHours(24), true, false), (rotation.SwitchAt!.Value, rotation.TakesWord, rotation.Take(Now.AddHours(23))));
        Reach(rotation, RotationStep.Switched, Now.AddHours(1));
        Assert.True(rotation.Take(Now.AddHours(1)));
        Reach(rotation, RotationStep.OldDead, Now.AddHours(1));
        Assert.Equal("svc-b", rotation.Close(credential, null, Now.AddHours(1)).Value.Account);
        Assert.False(rotation.Take(Now.AddYears(1)));
    }

    [Fact]
    public void TryFailed_IsToldOnce_AndTriedForGood()
    {
        var (_, rotation) = Begun("svc-b", 0);
        var at = Now;
        var told = 0;
        for (var tries = 0; tries < 2 * Rotation.MostAttempts; tries++)
        {
            Assert.True(rotation.Take(at));
            told += rotation.TryFailed(RotationStep.Staged, "The server cannot be reached.", true, at) ? 1 : 0;
            Assert.Equal(tries + 1 >= Execution.PatientTries ? RotationState.Failed : RotationState.Open, rotation.State);
            at = rotation.DueAt!.Value;
        }

        Assert.Equal(1, told);
        Reach(rotation, RotationStep.Staged, at);
        Assert.Equal((RotationState.Open, null, 0), (rotation.State, rotation.StuckSince, rotation.Tries));
    }

    [Fact]
    public void Alone_HasNoWayBackOnceItIsTouched_AndTakesAWordOnlyWithoutProof()
    {
        var (credential, rotation) = Begun(null, 0);
        Assert.Null(rotation.WhyNotGiveUp(credential));
        rotation.Touch();
        Assert.Equal("no_way_back", rotation.WhyNotGiveUp(credential)?.Code);
        rotation.Kept("v1", true);
        foreach (var step in new[] { RotationStep.Staged, RotationStep.NewVerified, RotationStep.Switched })
            Reach(rotation, step, Now);
        Assert.False(rotation.TakesWord);
        rotation.Kept("v1", false);
        Assert.True(rotation.TakesWord);
    }

    [Theory]
    [InlineData("svc", "svc-b")]
    [InlineData("svc-b", "svc")]
    [InlineData("-b", "-b-b")]
    public void PartnerOf_IsTheOtherOfThePair_AndNeverItself(string account, string partner)
    {
        Assert.Equal(partner, RotationCourse.PartnerOf(account));
        Assert.Equal(account, RotationCourse.PartnerOf(partner));
    }

    [Fact]
    public void Through_WhatIsNoPassword_OrNoOverlap_IsRefused()
    {
        Assert.Equal("no_password", Rotation.Through(Held(CredentialKind.Certificate), new(default, "svc", null, 0), null, Now).Refusal?.Code);
        Assert.Equal("overlap", Rotation.Through(Held(CredentialKind.Password), new(default, "svc", null, 721), null, Now).Refusal?.Code);
        Assert.NotNull(Rotation.Through(Held(CredentialKind.Password), new(default, " ", null, 0), null, Now).Refusal);
    }

    [Fact]
    public void GivenUp_WithSomethingMade_EndsOnlyWhenThatIsGone_OrAPersonLeavesIt()
    {
        var (credential, rotation) = Begun("svc-b", 24);
        rotation.Touch();
        Reach(rotation, RotationStep.Staged, Now);
        var at = Now + Execution.Claim;
        Assert.True(rotation.GiveUp(credential, at).Succeeded);
        Assert.Equal((RotationState.Withdrawing, null, null), (rotation.State, rotation.EndedAt, rotation.Next));
        Assert.Equal("withdrawing", rotation.GiveUp(credential, at).Refusal?.Code);
        Assert.True(rotation.Take(at));
        Assert.False(rotation.WithdrawFailed("The server cannot be reached.", true, at));
        Assert.Equal("withdrawing", rotation.GiveUp(credential, at).Refusal?.Code);
        at = rotation.DueAt!.Value;
        Assert.True(rotation.Take(at));
        Assert.True(rotation.WithdrawFailed("No right to do that.", false, at));
        Assert.Null(rotation.WhyNotGiveUp(credential));
        Assert.True(rotation.Take(rotation.DueAt!.Value));
        rotation.Withdrawn(at);
        Assert.Equal((RotationState.GivenUp, at, null), (rotation.State, rotation.EndedAt!.Value, rotation.StuckSince));
    }

    [Fact]
    public void GivenUp_WithNothingMade_EndsAtOnce()
    {
        var (credential, rotation) = Begun("svc-b", 24);
        Assert.True(rotation.GiveUp(credential, Now).Succeeded);
        Assert.Equal(RotationState.GivenUp, rotation.State);
    }

    private static (Credential Credential, Rotation Rotation) Begun(string? partner, int hours)
    {
        var credential = Held(CredentialKind.Password);
        return (credential, Rotation.Through(credential, new(default, "svc", partner, hours), null, Now).Value);
    }

    private static Credential Held(CredentialKind kind) => Credential.Create(default(TenantId), default(IntegrationId), new(kind, "Service secret", "kv/svc", Now.AddDays(-30), Credential.Never), Now);

    private static void Reach(Rotation rotation, RotationStep step, DateTimeOffset at) =>
        Assert.Null(rotation.Reach(step, new(null, "Seen on the target."), step == RotationStep.Staged ? new("kv/svc", Credential.Never) : null, at).Refusal);
}
