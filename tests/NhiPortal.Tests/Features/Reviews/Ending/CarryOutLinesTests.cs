using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reviews.Ending;

/// <summary>However a review is answered, each item gives exactly the lines that its outcome means, once, and the register is as they say.</summary>
public sealed class CarryOutLinesTests
{
    private static readonly ReviewAnswer[] Answers = [ReviewAnswer.Keep, ReviewAnswer.KeepAndRotate, ReviewAnswer.Reduce, ReviewAnswer.Revoke];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyAnswersAtTwoStages_AreCarriedOutAsTheyMean()
    {
        var first = await TestPortal.StartAsync();
        var (org, now) = (await CreateAsync(first), first.Now);
        await ArrangeAsync(first, org);
        var left = await first.LeaveAsync();
        for (var seed = 1; seed <= 6; seed++)
        {
            await using var portal = await TestPortal.StartAsync(from: left);
            portal.Time.SetUtcNow(now);
            var id = await DecideAsync(portal, org.In(portal), new Random(seed));
            await HeldReview.CloseAsync(portal, org.In(portal), id);
            await portal.Get<FinishReviews>().RunAsync(Stop);
            await HoldsAsync(portal, id, seed);
        }
    }

    /// <summary>Several ways to the same, a grant within each, and keys that open all of it or a part.</summary>
    private static async Task ArrangeAsync(TestPortal portal, SmallOrganisation org)
    {
        await portal.ArrangeAsync(db =>
        {
            foreach (var pattern in new[] { "team-*", "team-o*" })
                db.Add(PrivilegePath.Create(org.Sync.Id, org.Directory.Id, "group.add_member", pattern, portal.Now));
            foreach (var (kind, label, target) in new[] { (CredentialKind.ApiKey, "any", (TargetId?)null), (CredentialKind.Password, "directory", org.Directory.Id), (CredentialKind.FederatedToken, "token", null) })
                db.Add(Credential.Create(org.Home.Id, org.Sync.Id, new(kind, label, $"kv/{label}", portal.Now.AddDays(-3), portal.Now.AddDays(300)) { Target = target }, portal.Now));
        });
        foreach (var group in new[] { "team-one", "team-two", "Domain Admins" })
        {
            var request = await org.AskAsync(AddMember(group: group));
            await org.ApproveAsync(org.Sam, request);
            await org.ApproveAsync(org.Ian, request);
        }
    }

    private static async Task<CampaignId> DecideAsync(TestPortal portal, SmallOrganisation org, Random random)
    {
        var staff = As(org.Staff, Role.IamStaff);
        var made = await portal.Get<SaveCampaign>().RunAsync(staff, org.Home.Id, null, new()
        {
            Name = "By lot", Scope = new(), Stages = [new(ReviewerRule.Named, org.Nora.Id), new(ReviewerRule.Named, org.Sam.Id)], Fallback = org.Staff.Id, Lead = org.Staff.Id, DueDays = 10,
        }, Stop);
        var started = await portal.Get<StartCampaign>().RunAsync(staff, made.Value, Stop);
        Assert.True(started.Succeeded, started.Refusal?.Sentence);
        var today = DateOnly.FromDateTime(portal.Now.UtcDateTime);
        foreach (var person in new[] { org.Nora, org.Sam })
        {
            await using var db = portal.Db();
            foreach (var item in await db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == made.Value && i.Outcome == null && i.ReviewerId == person.Id).ToListAsync(Stop))
                // One in five stays silent, and what a key cannot be asked is refused.
                if (random.Next(5) > 0)
                    await portal.Get<AnswerItems>().RunAsync(As(person), made.Value, [item.Number], new(random.GetItems(Answers, 1)[0]) { Reason = "So the lot fell", RotateBy = today.AddDays(random.Next(1, 60)), ReduceTo = "team-one", Seconds = 20 }, Stop);
            await portal.Get<SubmitAnswers>().RunAsync(As(person), made.Value, Stop);
        }

        return made.Value;
    }

    private static async Task HoldsAsync(TestPortal portal, CampaignId id, int seed)
    {
        await using var db = portal.Db();
        var lines = (await db.CarryOuts.AsNoTracking().Where(l => l.CampaignId == id).OrderBy(l => l.Number).ToListAsync(Stop)).ToLookup(l => l.ItemNumber);
        var (paths, keys) = (await db.Paths.AsNoTracking().ToListAsync(Stop), await db.Credentials.AsNoTracking().ToListAsync(Stop));
        foreach (var item in await db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == id).ToListAsync(Stop))
        {
            var (own, what) = (lines[item.Number].ToList(), $"seed {seed}, item {item.Number}, {item.Outcome}: {string.Join("; ", lines[item.Number].Select(l => l.What))}");
            Assert.True(own.Select(l => l.Number).SequenceEqual(Enumerable.Range(1, own.Count)) && own.Select(l => l.What).Distinct().Count() == own.Count, what);
            Assert.True(own.Select(l => l.Kind).Where(kind => kind is not (CarryOutKind.Grant or CarryOutKind.Rotation)).SequenceEqual(Kinds(item, keys, own)), what);
            var rotates = item.Outcome is ReviewOutcome.KeptAndRotated or ReviewOutcome.Reduced && item.RotateBy is not null;
            var asked = keys.Where(key => key.Kind != CredentialKind.FederatedToken && (item.Kind == ReviewItemKind.Credential ? key.Id == item.CredentialId : key.TargetId is null || key.TargetId == item.TargetId)).ToList();
            Assert.True(own.Count(l => l.Kind == CarryOutKind.Rotation) is var told && told <= (rotates ? asked.Count : 0) && told >= (rotates ? asked.Count(key => key.RevokedAt is null) : 0), what);
            Assert.True(item.PathId is not { } path || paths.Single(p => p.Id == path).RemovedAt is not null == item.Outcome is ReviewOutcome.Revoked or ReviewOutcome.Reduced, what);
            Assert.True(item.CredentialId is not { } key || keys.Single(k => k.Id == key).RevokedAt is not null == (item.Outcome == ReviewOutcome.Revoked), what);
        }

        // A grant lives exactly where some open path still covers it.
        foreach (var grant in await db.Grants.AsNoTracking().ToListAsync(Stop))
            Assert.True(grant.Status == GrantStatus.Active == paths.Exists(p => p.RemovedAt is null && (p.IntegrationId, p.TargetId, p.ActionName) == (grant.IntegrationId, grant.TargetId, grant.ActionName) && p.Covers(grant.ResourceId)), $"seed {seed}, grant of {grant.ResourceId} is {grant.Status}");
    }

    private static IEnumerable<CarryOutKind> Kinds(ReviewItem item, List<Credential> keys, List<CarryOut> own) => (item.Outcome, item.Kind) switch
    {
        (ReviewOutcome.Kept, _) => [],
        (ReviewOutcome.UnattendedRevoked, _) => [CarryOutKind.Ladder],
        (ReviewOutcome.KeptAndRotated, _) => own.Exists(l => l.Kind == CarryOutKind.Rotation) ? [] : [CarryOutKind.Nothing],
        (_, ReviewItemKind.Privilege) => [CarryOutKind.Path],
        _ => keys.Single(key => key.Id == item.CredentialId).Kind == CredentialKind.FederatedToken ? [CarryOutKind.Credential] : [CarryOutKind.Credential, CarryOutKind.Credential],
    };
}
