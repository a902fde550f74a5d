using NhiPortal.Domain;
using NhiPortal.Features.BreakGlass;
using NhiPortal.Features.Delegations;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Features.Rotations;
using NhiPortal.Features.Unattended;

namespace NhiPortal.Features.Home;

/// <summary>Everything that waits for a person, and how the findings stand that they may see.</summary>
public sealed record MyWork(IReadOnlyList<WorkItem> Items, MyFindings Findings);

/// <summary>
/// Reads a person's work from wherever it waits: requests to decide, questions, ownerships and offers to stand in to answer, findings
/// to put right, break-glass to review, credentials to renew, what is taken away unless they attend, what a review left to their hands.
/// </summary>
public sealed class MyWorkQuery(
    ApprovalInboxQuery inboxes, MyOwnershipsQuery ownerships, MyFindingsQuery findings, MyQuestionsQuery questions, MyOffersQuery offers, MyReviewsQuery reviews, MyRotationsQuery rotations,
    MyRevocationsQuery revocations, MyReviewItemsQuery items, MyCarryOutsQuery lines)
{
    private const int OwnershipsRead = 200;

    public async Task<MyWork> RunAsync(Actor actor, CancellationToken cancellation)
    {
        var inbox = await inboxes.RunAsync(actor, cancellation);
        var owned = await ownerships.RunAsync(actor, 0, OwnershipsRead, cancellation);
        var mine = await findings.RunAsync(actor, cancellation);
        var asked = await questions.RunAsync(actor, cancellation);
        return new(WorkItem.Of(inbox, owned, mine, asked, await offers.RunAsync(actor, cancellation), await reviews.RunAsync(actor, cancellation), await rotations.RunAsync(actor, cancellation), await revocations.RunAsync(actor, cancellation), await items.RunAsync(actor, cancellation), await lines.RunAsync(actor, cancellation)), mine);
    }
}
