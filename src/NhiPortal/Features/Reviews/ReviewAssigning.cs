using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews;

/// <summary>Who is asked about one thing at one stage, and whether that is the fallback; null with why nobody is.</summary>
internal readonly record struct ReviewAssignment(PersonId? Reviewer, bool ByFallback, Refusal? Why);

/// <summary>Finds the reviewer of a stage: whom the rule names, and where they may not decide, the fallback.</summary>
internal static class ReviewAssigning
{
    public static ReviewAssignment Assign(this ReviewGround ground, CampaignPlan plan, ReviewThing thing, int stage, bool alone)
    {
        var asked = plan.Stages[stage];
        var first = asked.Named ?? ground.Holder(asked.By, thing);
        var people = new[] { first, plan.Fallback }.OfType<PersonId>().Distinct().Select(person => ground.Facts(thing, person)).ToList();
        var (found, why) = ReviewRules.First(people, alone);
        return new(found?.Person, found is not null && found.Person != first, why);
    }

    /// <summary>The first stage's reviewer, once every later stage has somebody, too.</summary>
    public static ReviewAssignment AssignAll(this ReviewGround ground, CampaignPlan plan, ReviewThing thing)
    {
        ReviewAssignment? first = null;
        var independent = false;
        for (var stage = 0; stage < plan.Stages.Count; stage++)
        {
            var found = ground.Assign(plan, thing, stage, stage == plan.Stages.Count - 1 && !independent);
            if (found.Reviewer is not { } reviewer)
                return found;
            independent |= ReviewRules.IsIndependent(ground.Facts(thing, reviewer));
            first ??= found;
        }

        return first!.Value;
    }
}
