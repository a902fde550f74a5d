using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Reviews;
using static NhiPortal.Tests.Features.Evidence.EvidenceScene;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Evidence;

/// <summary>A package about one framework or one access review says so, and tells of nothing else.</summary>
public sealed class EvidenceScopeTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await ActedAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Review_AskedFor_HoldsItsEventsAlone_AndTheManifestNamesItAndTheFramework()
    {
        var review = await StartReviewAsync(portal, org);
        await SignAsync(portal);
        var package = await PackageAsync(portal, org, Everything(portal) with { CampaignKey = review.ToString(), FrameworkKey = "csf" });
        var verdict = Verify(package);
        Assert.Equal("", Told(verdict));
        var contents = verdict.Contents!;
        Assert.Equal(("NIST CSF 2.0", $"Administrators ({review})", "access review Administrators", false), (contents.Framework, contents.Campaign, contents.Scope, contents.Whole));
        await using var db = portal.Db();
        var named = review.ToString();
        Assert.Equal(await db.AuditEvents.CountAsync(e => e.LeafIndex < contents.TreeSize && e.Body.Contains(named), Stop), contents.Counts.Events);
        var rows = Encoding.UTF8.GetString(Files(package)["reviews.csv"]).Split("\r\n");
        Assert.Contains(rows, row => row.Contains("\"review.started\"", StringComparison.Ordinal));
        Assert.Equal(contents.Counts.Events, rows.Length - 2);
    }

    [Fact]
    public async Task Coverage_OfAFramework_IsWhatWasMeasuredLastInThePeriod()
    {
        await portal.Get<MeasureControls>().RunAsync(Stop);
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        var filter = Everything(portal) with { FrameworkKey = "csf" };
        var now = Assert.Single((await portal.Get<EvidenceCoverageQuery>().RunAsync(Auditor(org), filter, Stop)).Value.Frameworks);
        var shown = (await portal.Get<CoverageQuery>().RunAsync(Auditor(org), Stop)).Of("csf").ToList();
        Assert.Equal(shown.Select(row => (row.Control.Id, row.Standing)), now.Rows.Select(row => (row.Control.Id, row.Standing)));
        Assert.NotNull(now.MeasuredAt);

        var before = (await portal.Get<EvidenceCoverageQuery>().RunAsync(Auditor(org), new(portal.Now.AddDays(-60), portal.Now.AddDays(-30)), Stop)).Value.Frameworks;
        Assert.Equal(ControlCatalogue.Shipped.Frameworks.Count, before.Count);
        Assert.All(before.SelectMany(framework => framework.Rows), row => Assert.Equal(ControlResult.NotEvaluable, row.Standing.Result));
        Assert.All(before, framework => Assert.Null(framework.MeasuredAt));
    }

    [Theory]
    [InlineData("nowhere", null, "framework")]
    [InlineData(null, "nowhere", "access review")]
    [InlineData(null, "0195a1b2-0000-7000-8000-000000000001", "access review")]
    public async Task Ask_ForNoSuchFrameworkOrReview_IsRefused(string? framework, string? review, string word)
    {
        var asked = await portal.Get<AskForEvidence>().RunAsync(Auditor(org), new(Everything(portal) with { FrameworkKey = framework, CampaignKey = review }, "The annual audit"), Stop);
        Assert.Equal("not_found", asked.Refusal?.Code);
        Assert.Contains(word, asked.Refusal?.Sentence, StringComparison.Ordinal);
    }

    /// <summary>A review of what the small organisation's integrations may do; Sam is asked.</summary>
    internal static async Task<CampaignId> StartReviewAsync(TestPortal portal, SmallOrganisation org)
    {
        var staff = As(org.Staff, Role.IamStaff);
        var made = await portal.Get<SaveCampaign>().RunAsync(staff, org.Home.Id, null, new()
        {
            Name = "Administrators", Scope = new() { Keys = false }, Stages = [new(ReviewerRule.SystemOwner)], Fallback = org.Staff.Id, Lead = org.Staff.Id, DueDays = 10,
        }, TestContext.Current.CancellationToken);
        Assert.True(made.Succeeded, made.Refusal?.Sentence);
        var started = await portal.Get<StartCampaign>().RunAsync(staff, made.Value, TestContext.Current.CancellationToken);
        Assert.True(started.Succeeded, started.Refusal?.Sentence);
        return made.Value;
    }
}
