using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Imports;
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
    }

    [Fact]
    public async Task EnteredAgain_UnderAnotherNameInAnotherPlace_GoesOnWithTheClock_UnlessAReasonIsOnRecord()
    {
        await using var scene = await CredentialScene.SetAsync();
        var before = await scene.ReadAsync();
        await WithdrawAsync(scene);
        var hidden = CredentialScene.Draft with { Kind = "ApiKey", Label = "A new one", KeptIn = "kv-prod/new", Target = null, Identity = null, Issued = "2026-03-02" };
        Assert.Equal(before.RenewedAt, (await scene.ReadAsync((await EnterAsync(scene, As(scene.Org.Ian), hidden)).Value)).RenewedAt);
        Assert.Contains("Service secret ended on 2026-03-02; its clock goes on.", (await scene.RecordedAsync("credential.added"))[^1], StringComparison.Ordinal);
        Assert.False((await EnterAsync(scene, As(scene.Org.Ian), hidden with { Label = "Other", Another = "no" })).Succeeded);
        Assert.Equal("looks_secret", (await EnterAsync(scene, As(scene.Org.Ian), hidden with { Label = "Other", Another = "password: Tr0ub4dor&3xKw92!pQ" })).Refusal?.Code);
        var federated = await EnterAsync(scene, As(scene.Org.Ian), hidden with { Kind = "FederatedToken", Label = "Its own identity" });
        Assert.NotEqual(before.RenewedAt, (await scene.ReadAsync(federated.Value)).RenewedAt);

        await using var page = PortalPage.OpenStill(scene.Portal, scene.Org.Ian);
        page.Services.GetRequiredService<Bunit.TestDoubles.BunitNavigationManager>().NavigateTo("/credentials/new?integration=hr-sync");
        var shown = page.Render<NewCredential>();
        shown.WaitForElement("#credential-another", PortalPage.Patience);
        Assert.Contains("Service secret", PortalPage.Words(shown.Find("fieldset.rule-part")), StringComparison.Ordinal);
        await shown.Find("#credential-label").ChangeAsync(new() { Value = "Report key" });
        await shown.Find("#credential-kept").ChangeAsync(new() { Value = "kv-prod/report" });
        await shown.Find("#credential-another").ChangeAsync(new() { Value = "The report job reads another system." });
        await shown.Find("form").SubmitAsync();
        shown.WaitForState(() => page.Address.Contains("/credentials/0", StringComparison.Ordinal), PortalPage.Patience);
        var another = await scene.ReadAsync(new(Guid.Parse(page.Address[^36..])));
        Assert.NotEqual(before.RenewedAt, another.RenewedAt);
        Assert.Contains("It is none of those that ended lately: The report job reads another system.", (await scene.RecordedAsync("credential.added"))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnteredAgain_AfterNinetyDays_IsNew_ByFormAndByFile()
    {
        await using var scene = await CredentialScene.SetAsync();
        // By then Ian has not confirmed that it is his.
        var (before, staff) = (await scene.ReadAsync(), As(scene.Org.Staff, Role.IamStaff));
        await WithdrawAsync(scene);
        scene.Portal.Time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMinutes(1));
        var hidden = CredentialScene.Draft with { Label = "A new one", KeptIn = "kv-prod/new", Target = null, Identity = null, Issued = "2026-05-30" };
        Assert.Equal(before.RenewedAt, (await scene.ReadAsync((await EnterAsync(scene, staff, hidden)).Value)).RenewedAt);
        Assert.Equal("Service secret", (await JudgeAsync(scene, "")).Changes.Single(change => change.Field == "goes_on_from").After);
        Assert.DoesNotContain((await JudgeAsync(scene, "It opens another system")).Changes, change => change.Field == "goes_on_from");
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(new DateTimeOffset(2026, 5, 30, 0, 0, 0, TimeSpan.Zero), (await scene.ReadAsync((await EnterAsync(scene, staff, hidden with { Label = "Service secret", KeptIn = "kv-prod/hr-sync" })).Value)).RenewedAt);
        Assert.DoesNotContain((await JudgeAsync(scene, "")).Changes, change => change.Field == "goes_on_from");
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

    private static async Task<RowVerdict> JudgeAsync(CredentialScene scene, string another)
    {
        var kind = new CredentialImport();
        var cells = kind.Columns.Select(column => column.Name switch { "integration" => "hr-sync", "label" => "A third", "kind" => "ClientSecret", "kept_in" => "kv-prod/third", "another" => another, _ => "" }).ToList();
        return (await scene.Portal.Get<UnitOfWork>().RunAsync<RowVerdict>(
            As(scene.Org.Staff, Role.IamStaff), "test.judge", async run => (await kind.JudgeAsync(run, [new ImportLine(kind.Columns, 2, cells)], Stop))[0], Stop)).Value;
    }

    private static Task<Result<CredentialId>> EnterAsync(CredentialScene scene, Actor actor, CredentialDraft draft) => scene.Portal.Get<RegisterCredential>().RunAsync(actor, draft, Stop);
}
