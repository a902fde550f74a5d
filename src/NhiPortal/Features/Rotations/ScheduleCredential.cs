using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rotations;

/// <summary>Gives one credential a schedule of its own in place of the rules', or takes it away again.</summary>
public sealed class ScheduleCredential(UnitOfWork work)
{
    /// <param name="actor">Owners may tighten what the rules say; only staff may loosen it.</param>
    /// <param name="id">The credential.</param>
    /// <param name="own">Its schedule; null goes back to the rules.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public Task<Result<Done>> RunAsync(Actor actor, CredentialId id, RotationSchedule? own, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "rotation.schedule", async run =>
        {
            var found = await run.CredentialAsync(id, false, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var said = SecretLooks.Read(reason, "The reason", Text.Reason);
            if (!said.Succeeded)
                return said.Refusal;
            var credential = found.Value;
            var plan = await run.Db.RotationPlanAsync(cancellation);
            if (own is not null && plan.Calendar().WhyImpossible(own, credential.Life, run.Now) is { } impossible)
                return impossible;
            var (before, ruled, began) = (credential.OwnSchedule, credential.ScheduledAt, credential.StartsItself);
            var followed = credential.Follow(own);
            if (!followed.Succeeded)
                return followed;
            await run.PlanAsync(credential, cancellation);
            var staff = Permissions.Check(actor, Permission.ManageCredentials) is null;
            if (began && !credential.StartsItself && !staff)
                return new Refusal("loosened", "It begins by itself on its day, and this would end that. Put it off once, or ask IAM staff.");
            if (credential.ScheduledAt > ruled && !staff)
                return new Refusal("loosened", "This would make it due later than now. You may choose an earlier date; for a later one ask IAM staff, or put it off once.");
            run.Record(run.About with
            {
                Kind = "rotation.scheduled",
                Sentence = $"{actor.Name} {(own is null ? "put" : "gave")} {credential.Label} of {run.About.Integration!.Key} {(own is null ? "back under the rotation rules" : "a schedule of its own")}: {said.Value}",
                Before = new Dictionary<string, string?> { ["schedule"] = Words(before), ["due"] = CredentialReading.Text(ruled) },
                After = new Dictionary<string, string?> { ["schedule"] = Words(own), ["due"] = CredentialReading.Text(credential.ScheduledAt) },
            });
            return default(Done);
        }, cancellation);

    private static string? Words(RotationSchedule? schedule) => schedule is null ? null : $"{schedule.Words()}; {schedule.More()}";
}
