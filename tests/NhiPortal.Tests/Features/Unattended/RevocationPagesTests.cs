using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Unattended;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Tests.Features.Unattended;

/// <summary>The pages say what is taken, when, why and what keeps it, and change what they say they change.</summary>
public sealed class RevocationPagesTests
{
    [Fact]
    public async Task List_ShowsTheDayTheReasonAndTheWayToKeep_AndTheDetailEveryStep()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await SmallOrganisation.CreateAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.AttestationOverdue);
        await portal.PassAsync(60 + 4);
        await using var page = PortalPage.OpenStill(portal, org.Bea);
        var list = page.Show<UpcomingRevocations>("/revocations", "tbody tr.row-linked");
        Assert.Contains("Business owner of HR sync", list.Markup, StringComparison.Ordinal);
        Assert.Contains("Announced", list.Markup, StringComparison.Ordinal);
        Assert.Contains("/owners/mine", list.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Pause everything", list.Markup, StringComparison.Ordinal);
        var row = (await portal.RevocationsAsync()).Find(r => r.Label == "Business owner of HR sync")!;
        var detail = page.Show<RevocationDetailPage>($"/revocations/{row.Id}", ".timeline-event", with => with.Add(p => p.Id, row.Id.Value));
        Assert.Equal(4, detail.FindAll(".timeline-event").Count);
    }

    [Fact]
    public async Task List_StaffPausesOne_ShowsUntilWhenAndWhy()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await SmallOrganisation.CreateAsync(portal);
        await portal.TurnOnAsync(org, UnattendedKind.AttestationOverdue);
        await portal.PassAsync(60 + 4);
        var row = (await portal.RevocationsAsync())[0];
        await using var page = PortalPage.OpenStill(portal, org.Staff, Role.IamStaff);
        var detail = page.Show<RevocationDetailPage>($"/revocations/{row.Id}", ".timeline-event", with => with.Add(p => p.Id, row.Id.Value));
        PortalPage.Button(detail, "Pause…").Click();
        page.Dialogs.WaitForElement("textarea", PortalPage.Patience).Input("the migration weekend");
        page.Dialogs.Find("form").Submit();
        detail.WaitForState(() => detail.Markup.Contains("the migration weekend", StringComparison.Ordinal), PortalPage.Patience);
        Assert.True((await portal.RevocationsAsync()).Exists(r => r.PausedUntil > portal.Now));
    }

    [Fact]
    public async Task Policy_TriedOnTodaysFacts_ListsWhatItWouldFind_AndChangesNothing()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await SmallOrganisation.CreateAsync(portal);
        portal.Time.Advance(TimeSpan.FromDays(75));
        await using var page = PortalPage.OpenStill(portal, org.Staff, Role.IamStaff);
        var policy = page.Show<UnattendedPolicyPage>("/revocations/policies/AttestationOverdue", "#policy-on", with => with.Add(p => p.Kind, "AttestationOverdue"));
        Assert.Contains("2 would be followed", policy.Markup, StringComparison.Ordinal);
        policy.Find("#policy-after").Change("300");
        PortalPage.Button(policy, "Try on").Click();
        policy.WaitForState(() => policy.Markup.Contains("0 would be followed", StringComparison.Ordinal), PortalPage.Patience);
        Assert.Empty(await portal.RevocationsAsync());
        var all = page.Show<UnattendedPolicies>("/revocations/policies", "tbody tr");
        Assert.Equal(Enum.GetValues<UnattendedKind>().Length, all.FindAll("tbody tr").Count);
    }
}
