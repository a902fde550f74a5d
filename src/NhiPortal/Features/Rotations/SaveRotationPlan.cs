using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rotations;

/// <summary>Puts a new version of the rotation rules in force. Credentials get their new dates within a minute.</summary>
public sealed class SaveRotationPlan(UnitOfWork work)
{
    /// <param name="actor">IAM staff.</param>
    /// <param name="seen">The version the person saw; somebody else's in between is refused.</param>
    /// <param name="wishes">What shall hold.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    /// <returns>The number of the version in force.</returns>
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
            run.Db.RotationPlans.Add(next.Value);
            run.Record(new AuditNote("rotation.rules_saved", $"{actor.Name} put version {next.Value.Number} of the rotation rules in force: {said.Value}")
            {
                Before = known.Wishes.Facts(),
                After = wishes.Facts(),
                Facts = new Dictionary<string, string?> { ["version"] = next.Value.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            });
            return next.Value.Number;
        }, cancellation);
}
