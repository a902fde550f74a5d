using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rotations;

/// <summary>
/// Puts a new version of the rotation rules in force; credentials get their new dates within a minute. Rules that ask for
/// less wait for a second person.
/// </summary>
public sealed class SaveRotationPlan(UnitOfWork work)
{
    /// <param name="actor">IAM staff.</param>
    /// <param name="seen">The version the person saw; somebody else's in between is refused.</param>
    /// <param name="wishes">What shall hold.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    /// <returns>The number of the version in force: the one that was seen where the new rules wait for somebody else.</returns>
    public Task<Result<int>> RunAsync(Actor actor, int seen, RotationWishes wishes, string reason, CancellationToken cancellation) =>
        work.RunAsync<int>(actor, "rotation.save_rules", async run =>
        {
            var known = await run.Db.RotationPlanAsync(cancellation);
            if (Permissions.Check(actor, Permission.ManageRotation) is { } refused)
                return refused;
            if (known.Number != seen)
                return new Refusal("changed_meanwhile", "Somebody else has changed the rules meanwhile. Look at them again before you change them.");
            var said = SecretLooks.Read(reason, "The reason", Text.Reason);
            if (!said.Succeeded)
                return said.Refusal;
            var next = known.Next(wishes, CronClock.Next, actor.Person, said.Value, run.Now);
            if (!next.Succeeded)
                return next.Refusal;
            var waiting = await run.Db.RotationProposals.SingleOrDefaultAsync(p => p.Follows == known.Number, cancellation);
            if (wishes.Laxer(known.Wishes) is { } laxer)
            {
                if (waiting is null)
                    run.Db.RotationProposals.Add(waiting = RotationProposal.To(known));
                waiting.Want(wishes, laxer, actor.Person!.Value, said.Value, run.Now);
                run.Record(RotationPlanNotes.Of("rotation.rules_proposed", $"{actor.Name} proposes rotation rules that ask for less; they wait for a second person. {laxer}", known, wishes, said.Value));
                return known.Number;
            }

            // What was proposed followed the version that ends here.
            if (waiting is not null)
                run.Db.RotationProposals.Remove(waiting);
            run.Db.RotationPlans.Add(next.Value);
            run.Record(RotationPlanNotes.Of("rotation.rules_saved", $"{actor.Name} put version {next.Value.Number} of the rotation rules in force: {said.Value}", known, wishes, said.Value));
            return next.Value.Number;
        }, cancellation);
}

/// <summary>What the record says of rotation rules.</summary>
internal static class RotationPlanNotes
{
    public static AuditNote Of(string kind, string sentence, RotationPlan known, RotationWishes wishes, string reason) => new(kind, sentence)
    {
        Before = known.Wishes.Facts(),
        After = wishes.Facts(),
        Facts = new Dictionary<string, string?> { ["version"] = (known.Number + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), ["reason"] = reason },
    };
}
