using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Rotations;
using NhiPortal.Tests.Features.Unattended;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>Nobody gets a new clock by withdrawing a credential and entering it again, nor by renewing what nobody uses.</summary>
public sealed class CredentialReturnTests
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnteredAgain_BeforeAnybodyTookAnything_GoesOnWithItsClock()
    {
        await using var scene = await CredentialScene.SetAsync();
        await scene.Portal.ArrangeAsync(db => db.Credentials.Single().Seen(scene.Portal.Now.AddDays(-3)));
        var before = await scene.ReadAsync();
        await WithdrawAsync(scene);
        foreach (var other in new[] { CredentialScene.Draft with { Label = "Another name" }, CredentialScene.Draft with { KeptIn = "kv-prod/elsewhere", Identity = null }, CredentialScene.Draft with { Label = "Third name", KeptIn = "kv-prod/third" } })
        {
            var after = await scene.ReadAsync((await EnterAsync(scene, As(scene.Org.Ian), other with { Issued = "2026-03-02" })).Value);
            Assert.Equal((before.RenewedAt, before.DueAt, before.GraceUntil, before.LastUsedAt), (after.RenewedAt, after.DueAt, after.GraceUntil, after.LastUsedAt));
        }

        Assert.Equal(3, (await scene.RecordedAsync("credential.added")).Count(body => body.Contains("its clock goes on", StringComparison.Ordinal)));
        var another = await scene.ReadAsync((await EnterAsync(scene, As(scene.Org.Ian), CredentialScene.Draft with { Label = "A new one", KeptIn = "kv-prod/new", Target = null, Identity = null, Issued = "2026-03-02" })).Value);
        Assert.NotEqual(before.RenewedAt, another.RenewedAt);
    }

    [Fact]
    public async Task EnteredAgain_WhileItWasBeingTaken_NeedsStaffWhoDoesNotOwnIt()
    {
        await using var scene = await CredentialScene.SetAsync();
        await scene.Portal.TurnOnAsync(scene.Org, UnattendedKind.RotationOverdue);
        await scene.Portal.PassAsync(8 + 3);
        Assert.True(Assert.Single(await scene.Portal.RevocationsAsync()).Step >= LadderStep.Escalate);
        var before = await scene.ReadAsync();
        await WithdrawAsync(scene);
        await scene.Portal.PassAsync(1);
        Assert.Equal(RevocationState.Cancelled, (await scene.Portal.RevocationsAsync())[0].State);
        Assert.Equal("left_its_ladder", (await EnterAsync(scene, As(scene.Org.Ian), CredentialScene.Draft)).Refusal?.Code);
        Assert.Equal("left_its_ladder", (await EnterAsync(scene, As(scene.Org.Ian), CredentialScene.Draft with { Label = "Another name" })).Refusal?.Code);
        Assert.Equal("left_its_ladder", (await EnterAsync(scene, As(scene.Org.Ian, Role.IamStaff), CredentialScene.Draft)).Refusal?.Code);
        var after = await scene.ReadAsync((await EnterAsync(scene, As(scene.Org.Staff, Role.IamStaff), CredentialScene.Draft with { Issued = "2026-03-10" })).Value);
        Assert.Equal(before.DueAt, after.DueAt);
    }

    [Fact]
    public async Task Renewed_AndStillNotUsed_GoesOnUpItsLadderUnderTheNewOne()
    {
        await using var scene = await CredentialScene.SetAsync();
        await scene.Portal.ArrangeAsync(db => db.Credentials.Single().Seen(scene.Portal.Now));
        await scene.Portal.TurnOnAsync(scene.Org, UnattendedKind.IdleCredential);
        await scene.Portal.PassAsync(32);
        var begun = Assert.Single(await scene.Portal.RevocationsAsync());
        var rotation = await scene.StartAsync();
        foreach (var step in new[] { RotationStep.Staged, RotationStep.NewVerified, RotationStep.Switched, RotationStep.OldDead })
            Assert.Null((await scene.ProveAsync(rotation, step)).Refusal);
        var successor = (await scene.Portal.Get<CloseRotation>().RunAsync(As(scene.Org.Ian), rotation, Stop)).Value;
        await scene.Portal.PassAsync(4);
        var row = Assert.Single(await scene.Portal.RevocationsAsync());
        Assert.Equal((begun.Id, RevocationState.Running, (CredentialId?)successor), (row.Id, row.State, row.CredentialId));
        Assert.Equal(CredentialStatus.Revoked, (await scene.ReadAsync(successor)).Status);
    }

    private static async Task WithdrawAsync(CredentialScene scene) =>
        Assert.True((await scene.Portal.Get<RetireCredential>().RunAsync(As(scene.Org.Ian), scene.Id, "deleted in the vault", Stop)).Succeeded);

    private static Task<Result<CredentialId>> EnterAsync(CredentialScene scene, Actor actor, CredentialDraft draft) => scene.Portal.Get<RegisterCredential>().RunAsync(actor, draft, Stop);
}
