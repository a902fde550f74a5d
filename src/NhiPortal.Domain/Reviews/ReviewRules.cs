using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Reviews;

/// <summary>How a reviewer is tied to what they review.</summary>
public enum ReviewTie
{
    /// <summary>Answers for the target it acts on: no conflict, that is whom to ask.</summary>
    SystemOwner,

    /// <summary>Answers for the integration itself: may not decide alone.</summary>
    IntegrationOwner,

    /// <summary>Deputy of, or stand-in for, somebody who answers for the integration: as they are.</summary>
    OwnersDeputy,

    /// <summary>Holds the key, or the account is their own: may never decide.</summary>
    Subject,

    None,
}

/// <summary>One tie, and the fact that makes it so.</summary>
public sealed record ReviewTieFact(ReviewTie Tie, string Fact);

/// <summary>What is true at the moment of somebody who would decide on an item.</summary>
public sealed record ReviewerFacts
{
    public required PersonId Person { get; init; }
    public required bool Active { get; init; }
    public required bool InTenant { get; init; }
    public bool External { get; init; }
    public IReadOnlyList<ReviewTieFact> Ties { get; init; } = [];

    /// <summary>Decided on the same item at an earlier stage.</summary>
    public bool FilledEarlier { get; init; }

    /// <summary>The tie kept beside a decision: the closest one.</summary>
    public ReviewTie Closest => Ties.Count == 0 ? ReviewTie.None : Ties.Select(tie => tie.Tie).OrderByDescending(Closeness).First();

    private static int Closeness(ReviewTie tie) => tie switch { ReviewTie.Subject => 3, ReviewTie.IntegrationOwner => 2, ReviewTie.OwnersDeputy => 1, _ => 0 };
}

/// <summary>Who may decide on an item: the one place that says so, before a campaign starts and again at each decision.</summary>
public static class ReviewRules
{
    /// <summary>Why this person may not decide; null when they may.</summary>
    /// <param name="reviewer">What is true of them now.</param>
    /// <param name="alone">Nobody independent decides on the item at another stage.</param>
    public static Refusal? WhyNot(ReviewerFacts reviewer, bool alone)
    {
        if (!reviewer.Active)
            return new("reviewer_inactive", "Their account is not active, so they cannot decide.");
        if (reviewer.External)
            return new("reviewer_external", "Somebody outside the organisation cannot review access to it.");
        if (!reviewer.InTenant)
            return new("reviewer_tenant", "They do not belong to the organisation whose access is reviewed.");
        if (reviewer.FilledEarlier)
            return new("one_stage", "One person fills one stage; somebody else must decide at this one.");
        if (reviewer.Ties.FirstOrDefault(tie => tie.Tie == ReviewTie.Subject) is { } self)
            return new("own_access", $"{self.Fact} Nobody reviews their own access; somebody else must decide.");
        return alone && reviewer.Ties.FirstOrDefault(Owns) is { } own
            ? new("own_ownership", $"{own.Fact} Nobody alone reviews what they own; somebody else must decide.")
            : null;
    }

    public static bool IsIndependent(ReviewerFacts reviewer) => !reviewer.Ties.Any(tie => Owns(tie) || tie.Tie == ReviewTie.Subject);

    /// <summary>In which owner's role an item waits for its reviewer; null where they were named, or asked in another's place.</summary>
    public static OwnerRole? RoleAsked(ReviewerRule rule, bool reassigned) => (rule, reassigned) switch
    {
        (ReviewerRule.SystemOwner, false) => OwnerRole.SystemOwner,
        (ReviewerRule.BusinessOwner, false) => OwnerRole.BusinessOwner,
        (ReviewerRule.IamOwner, false) => OwnerRole.IamOwner,
        _ => null,
    };

    /// <summary>Whether a stage's reviewers answer for the integration itself.</summary>
    public static bool AsksOwners(ReviewerRule rule) => rule is ReviewerRule.BusinessOwner or ReviewerRule.IamOwner;

    /// <summary>The first who may decide, in the order they are asked; null with why the first may not.</summary>
    public static (ReviewerFacts? Reviewer, Refusal? Why) First(IEnumerable<ReviewerFacts> asked, bool alone)
    {
        Refusal? why = null;
        foreach (var person in asked)
        {
            if (WhyNot(person, alone) is not { } refused)
                return (person, null);
            why ??= refused;
        }

        return (null, why ?? new("no_reviewer", "Nobody holds the role that is asked."));
    }

    private static bool Owns(ReviewTieFact tie) => tie.Tie is ReviewTie.IntegrationOwner or ReviewTie.OwnersDeputy;
}
