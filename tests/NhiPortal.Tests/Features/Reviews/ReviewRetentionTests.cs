using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Administration;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Tests.Features.Audit;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reviews;

/// <summary>Nothing of a review is ever deleted: not by a use case, not by what tidies up, not with what it is about.</summary>
public sealed class ReviewRetentionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Review_OnceHeld_StaysWhateverIsTried()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        await HoldAsync(portal, org);
        var before = await CountAsync(portal);
        Assert.All(before, count => Assert.True(count > 0));

        foreach (var lose in new Action<PortalDb>[] { db => db.Remove(db.ReviewCampaigns.First()), db => db.Remove(db.ReviewItems.First()), db => db.Remove(db.ReviewDecisions.First()), db => db.Remove(db.CarryOuts.First()) })
            await Assert.ThrowsAsync<InvalidOperationException>(() => portal.ArrangeAsync(lose));
        // What a review rests on does not go either, even for whoever is at the database itself.
        foreach (var table in new[] { "ReviewCampaigns", "ReviewItems WHERE Number = 1", "Paths", "Integrations", "Targets", "People" })
            await Assert.ThrowsAsync<SqliteException>(() => portal.SqlAsync($"PRAGMA foreign_keys = ON; DELETE FROM {table}"));
        foreach (var table in new[] { "CarryOuts", "ReviewDecisions", "ReviewItems", "ReviewCampaigns" })
            Assert.Contains("kept as evidence", (await Assert.ThrowsAsync<SqliteException>(() => portal.SqlAsync($"PRAGMA foreign_keys = OFF; DELETE FROM {table}"))).Message, StringComparison.Ordinal);
        portal.Time.Advance(TimeSpan.FromDays(20 * 365));
        await portal.Get<PruneOldRows>().RunAsync(Stop);
        Assert.Equal(before, await CountAsync(portal));
    }

    [Fact]
    public void Source_DeletesNothingOfAReviewInBulk_AndOnlyDraftsOneByOne()
    {
        var source = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "NhiPortal"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("Migrations", StringComparison.Ordinal)).Select(File.ReadAllLines).SelectMany(lines => lines);
        var deletes = source.Where(line => Regex.IsMatch(line, @"(ReviewCampaigns|ReviewItems|ReviewDecisions|CarryOuts)\b.*(ExecuteDelete|\.Remove)")).ToList();
        Assert.Contains("SubmittedAt == null", Assert.Single(deletes), StringComparison.Ordinal);
    }

    private static async Task HoldAsync(TestPortal portal, SmallOrganisation org)
    {
        var staff = As(org.Staff, Role.IamStaff);
        var made = await portal.Get<SaveCampaign>().RunAsync(staff, org.Home.Id, null, new() { Name = "Everything", Scope = new(), Stages = [new(ReviewerRule.SystemOwner)], Fallback = org.Staff.Id, Lead = org.Staff.Id, DueDays = 10 }, Stop);
        Assert.True((await portal.Get<StartCampaign>().RunAsync(staff, made.Value, Stop)).Succeeded);
        Assert.True((await portal.Get<AnswerItems>().RunAsync(As(org.Sam), made.Value, [1], new(ReviewAnswer.Revoke) { Reason = "Nobody needs it any more" }, Stop)).Succeeded);
        Assert.True((await portal.Get<SubmitAnswers>().RunAsync(As(org.Sam), made.Value, Stop)).Succeeded);
        Assert.True((await portal.Get<CloseReview>().RunAsync(staff, made.Value, "Everything that matters is decided", Stop)).Succeeded);
        await portal.Get<FinishReviews>().RunAsync(Stop);
    }

    private static async Task<int[]> CountAsync(TestPortal portal)
    {
        await using var db = portal.Db();
        return [await db.ReviewCampaigns.CountAsync(Stop), await db.ReviewItems.CountAsync(Stop), await db.ReviewDecisions.CountAsync(Stop), await db.CarryOuts.CountAsync(Stop)];
    }
}
