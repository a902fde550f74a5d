using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.BreakGlass;
using NhiPortal.Features.Delegations;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Features.Rotations;
using NhiPortal.Features.Unattended;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Home;

/// <summary>One thing that waits for a person, when it is due, and where it is done.</summary>
public sealed record WorkItem(string Verb, Tone Tone, Phrase What, string Detail, DateTimeOffset Due, string Href)
{
    /// <summary>Everything that waits for one person, the first to run out at the top.</summary>
    public static IReadOnlyList<WorkItem> Of(
        Inbox inbox, MyOwnershipPage ownerships, MyFindings findings, IReadOnlyList<MyQuestion> questions, IReadOnlyList<MyOffer> offers, IReadOnlyList<BreakGlassRow> reviews,
        IReadOnlyList<MyRotation> rotations, IReadOnlyList<MyRevocation> revocations, IReadOnlyList<MyReview> items, IReadOnlyList<MyCarryOut> lines) =>
    [
        .. inbox.Items.Where(item => item.Barred is null).Select(item => new WorkItem(
            "Approve", Tone.Waiting, item.Act.Capital().Then(" on ", item.Target), $"{item.Integration} asks, for {RequestWords.Minutes(item.Minutes)}", item.ExpiresAt, $"/inbox/{item.Id}"))
            .Concat(ownerships.Rows.Where(row => row.IsDue).Select(Of))
            .Concat(offers.Select(offer => new WorkItem("Accept", Tone.Info, Phrase.Words("Stand in for ").Then(offer.Lender), DelegationWords.Asked(offer.Role, offer.OneRequest), offer.Until, "/stand-ins")))
            .Concat(questions.Select(question => new WorkItem("Answer", Tone.Info, Phrase.Words("The question of ").Then(question.AskedBy), question.Words, question.ExpiresAt, $"/requests/{question.Request}")))
            .Concat(reviews.Select(row => new WorkItem(
                "Review", Tone.Bad, Phrase.Words("Break-glass on ").Then(row.Target), $"{row.Person} let {row.Integration} through alone; until you or somebody else reviews it, it is shut there", row.ReviewDue, $"/break-glass/{row.Id}")))
            .Concat(items.Select(row => new WorkItem("Review", Tone.Waiting, Phrase.Words(row.Name), $"{ReviewWording.Count(row.Items, "item waits", "items wait")} for your answer{(row.Revokes ? "; what nobody decides is revoked" : "")}", row.Due, $"/reviews/{row.Id}/mine")))
            .Concat(lines.Select(row => new WorkItem("Take away", Tone.Bad, Phrase.Words("By hand: ").Then(row.What), $"The review “{row.Name}” decided so; say there when it is done", row.Due, $"/reviews/{row.Review}/carry-out?state={nameof(CarryOutState.ByHand)}")))
            .Concat(rotations.Select(row => new WorkItem("Rotate", Tone.Warn, Phrase.Words(row.Label), $"{row.Integration} proves itself with it{(row.Begun ? "; you have begun" : "")}", row.Due, $"/credentials/{row.Id}#rotation")))
            .Concat(revocations.Select(row => row.ByHand
                ? new WorkItem("Take away", Tone.Bad, Phrase.Words("By hand: ").Then(row.Label), "Nobody attended, so it was taken away; somebody must delete it where it is kept", row.Due, $"/revocations/{row.Id}")
                : new WorkItem("Keep", Tone.Bad, Phrase.Words("").Then(row.Label), $"{row.Why} It is taken away unless somebody attends", row.Due, $"/revocations/{row.Id}")))
            .Concat(findings.Rows.Select(row => new WorkItem("Fix", row.Severity.Tone(), Phrase.Words(row.Title), row.Sentence, row.DueAt, row.Href))).OrderBy(item => item.Due),
    ];

    private static WorkItem Of(MyOwnership row) => row.MayAnswer
        ? new("Accept", Tone.Info, Phrase.Words($"{row.Role.Title()} of ").Then(row.Name), "You are nominated; accept or decline", row.EndsAt ?? row.Owner.NominatedAt, "/owners/mine")
        : new(
            "Confirm", row.Owner.State == OwnershipState.Overdue ? Tone.Warn : Tone.Neutral, Phrase.Words($"{row.Role.Title()} of ").Then(row.Name),
            row.Owner.State == OwnershipState.Overdue ? "Overdue; it lapses if you do not confirm" : "Confirm that it is still yours", row.Owner.Due ?? row.Owner.NominatedAt, "/owners/mine");
}
