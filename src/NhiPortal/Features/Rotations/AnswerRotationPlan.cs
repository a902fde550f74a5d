using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rotations;

/// <summary>The second person's word on rotation rules that ask for less.</summary>
public sealed class AnswerRotationPlan(UnitOfWork work)
{
    public const int ShortestReason = 5;

    /// <param name="actor">Somebody other than who proposed them, to agree; anybody who may agree, to decline.</param>
    /// <param name="seen">The state of the proposal the person saw.</param>
    /// <param name="agrees">They come into force, or nothing changes.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public Task<Result<Done>> RunAsync(Actor actor, int seen, bool agrees, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "rotation.answer_rules", async run =>
        {
            var known = await run.Db.RotationPlanAsync(cancellation);
            if (Permissions.Check(actor, Permission.AgreeUnattended) is { } refused)
                return refused;
            var said = SecretLooks.Read(reason, "The reason", Text.Reason, ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            if (await run.Db.RotationProposals.SingleOrDefaultAsync(p => p.Follows == known.Number, cancellation) is not { } proposal)
                return new Refusal("nothing_waits", "Nothing waits for a second person here any more.");
            if (agrees && proposal.WhyNotAgree(actor.Person!.Value, seen) is { } not)
                return not;
            run.Db.RotationProposals.Remove(proposal);
            if (!agrees)
            {
                run.Record(RotationPlanNotes.Of("rotation.rules_declined", $"{actor.Name} declined the proposed rotation rules: {said.Value}", known, proposal.Wishes, said.Value));
                return default(Done);
            }

            var next = known.Next(proposal.Wishes, CronClock.Next, proposal.ById, proposal.Reason, run.Now);
            if (!next.Succeeded)
                return next.Refusal;
            run.Db.RotationPlans.Add(next.Value);
            run.Record(RotationPlanNotes.Of("rotation.rules_saved", $"{actor.Name} agreed to version {next.Value.Number} of the rotation rules, which asks for less and is in force now: {said.Value}", known, proposal.Wishes, said.Value));
            return default(Done);
        }, cancellation);
}
