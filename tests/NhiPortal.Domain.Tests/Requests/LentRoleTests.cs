using FsCheck.Fluent;
using NhiPortal.Domain.Policy.Rules;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Tests.Requests;

/// <summary>A lent role is moved and never widened: what bars the lender bars the stand-in, and nobody counts twice.</summary>
public sealed class LentRoleTests
{
    private static readonly FsCheck.Gen<(AccessRequest Request, IReadOnlyList<ApproverFacts> Answers)> Stories =
        from request in World.Requests
        from answers in Gen.ListOf(
            from standIn in World.Approvers
            from lenders in Gen.ListOf(World.Approvers).Resize(2)
            select standIn with
            {
                Lent = [.. from lender in lenders
                           where lender.Person != standIn.Person
                           from role in lender.RolesHeld
                           select new LentRole(role, lender, "L")],
            }).Resize(12)
        select (request, (IReadOnlyList<ApproverFacts>)[.. answers]);

    [Fact]
    public void Decide_ByStandIns_CountsEverybodyOnceAndBreaksNoRuleOfTheLender()
    {
        var lent = 0;
        World.Holds(Stories, story =>
        {
            var request = story.Request;
            foreach (var approver in story.Answers)
            {
                var barred = approver.Lent.ToLookup(role => role.Lender.Person, role => SeparationRules.FirstBreach(request, role.Lender) is not null);
                if (!request.Decide(approver, Answer.Approve(5), World.Now).Succeeded)
                    continue;
                var decision = request.Decisions[^1];
                if (decision.ForId is null)
                {
                    if (!approver.RolesHeld.Contains(decision.Role))
                        return false;
                    continue;
                }

                lent++;
                if (barred[decision.ForId.Value].All(bars => bars) || !approver.Lent.Any(role => role.Role == decision.Role && role.Lender.Person == decision.ForId && role.Lender.RolesHeld.Contains(decision.Role)))
                    return false;
            }

            var behind = request.Decisions.SelectMany(decision => new[] { decision.PersonId, decision.ForId }).OfType<PersonId>().ToList();
            return behind.Distinct().Count() == behind.Count;
        }, 10_000);
        Assert.True(lent > 100, $"Only {lent} decisions were made for somebody; the property would prove little.");
    }
}
