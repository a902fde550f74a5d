using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Rotations;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>The rotation panels do what their buttons say, to the end and back, and laxer rules wait for a second person.</summary>
public sealed class RotationPagesTests
{
    [Fact]
    public async Task Panel_GivenUp_SaysSo_AndLetsItBeginAnew()
    {
        await using var scene = await CredentialScene.SetAsync();
        await scene.StartAsync();
        await using var page = PortalPage.OpenStill(scene.Portal, scene.Org.Ian);
        var shown = Show(page, scene.Id);
        PortalPage.Button(shown, "Give this rotation up…").Click();
        page.Dialogs.WaitForElement("textarea", PortalPage.Patience).Input("the vendor is away");
        page.Dialogs.Find("form").Submit();
        PortalPage.Button(shown, "Rotate it now");
        Assert.Contains("Given up", PortalPage.Words(shown.Find("#rotation details")), StringComparison.Ordinal);
        Assert.Contains("What a rotation touches", shown.Find("#rotation").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Panel_AStepThatFailed_SaysWhatStillWorks_AndTheLastOneOpensTheClose()
    {
        await using var scene = await CredentialScene.SetAsync();
        var rotation = await scene.StartAsync();
        await scene.ProveAsync(rotation, RotationStep.Staged);
        await using var page = PortalPage.OpenStill(scene.Portal, scene.Org.Ian);
        var shown = Show(page, scene.Id);
        await shown.Find("#step-evidence").InputAsync(new() { Value = "The directory refused it." });
        PortalPage.Button(shown, "It did not work").Click();
        shown.WaitForState(() => shown.Markup.Contains("Still valid:", StringComparison.Ordinal), PortalPage.Patience);
        foreach (var step in new[] { RotationStep.NewVerified, RotationStep.Switched, RotationStep.OldDead })
            Assert.Null((await scene.ProveAsync(rotation, step)).Refusal);
        shown = Show(page, scene.Id);
        Assert.DoesNotContain("Give this rotation up", shown.Markup, StringComparison.Ordinal);
        PortalPage.Button(shown, "Close the rotation").Click();
        shown.WaitForState(() => page.Address.Contains("/credentials/", StringComparison.Ordinal) && !page.Address.Contains(scene.Id.ToString(), StringComparison.Ordinal), PortalPage.Patience);
        Assert.Equal(CredentialStatus.Superseded, (await scene.ReadAsync()).Status);
    }

    [Fact]
    public async Task Panel_OfSomebodyElse_ShowsTheStepsAndNoButton()
    {
        await using var scene = await CredentialScene.SetAsync();
        await scene.StartAsync();
        await using var page = PortalPage.OpenStill(scene.Portal, scene.Org.Staff, Role.Auditor);
        var shown = Show(page, scene.Id);
        Assert.NotEmpty(shown.FindAll(".rotation-steps li"));
        Assert.Empty(shown.FindAll("#rotation button"));
    }

    [Fact]
    public async Task Rules_ThatAskForLess_WaitForASecondPerson_WhoAgreesOnThePage()
    {
        await using var scene = await CredentialScene.SetAsync();
        await using (var page = PortalPage.OpenStill(scene.Portal, scene.Org.Staff, Role.IamStaff))
        {
            var rules = page.Show<RotationSchedules>("/rotations/schedules", "#most-snoozes");
            rules.Find("#most-snoozes").Change("4");
            PortalPage.Button(rules, "Put in force…").Click();
            page.Dialogs.WaitForElement("textarea", PortalPage.Patience).Input("two are too few");
            Assert.Contains("Ask a second person to agree?", page.Dialogs.Markup, StringComparison.Ordinal);
            page.Dialogs.Find("form").Submit();
            rules.WaitForElement("#proposal-title", PortalPage.Patience);
            Assert.Contains("Withdraw…", rules.Markup, StringComparison.Ordinal);
            Assert.DoesNotContain("Agree…", rules.Markup, StringComparison.Ordinal);
            Assert.Equal("2", rules.Find("#most-snoozes").GetAttribute("value"));
        }

        await using var second = PortalPage.OpenStill(scene.Portal, scene.Org.Nora, Role.IamStaff);
        var seen = second.Show<RotationSchedules>("/rotations/schedules", "#proposal-title");
        Assert.Contains("two are too few", seen.Markup, StringComparison.Ordinal);
        PortalPage.Button(seen, "Agree…").Click();
        second.Dialogs.WaitForElement("textarea", PortalPage.Patience).Input("seen and agreed");
        second.Dialogs.Find("form").Submit();
        seen.WaitForState(() => seen.FindAll("#proposal-title").Count == 0, PortalPage.Patience);
        Assert.Equal("4", seen.Find("#most-snoozes").GetAttribute("value"));
    }

    private static IRenderedComponent<CredentialPage> Show(PortalPage page, CredentialId id) =>
        page.Show<CredentialPage>($"/credentials/{id}", "#rotation-title", with => with.Add(p => p.Id, id.Value));
}
