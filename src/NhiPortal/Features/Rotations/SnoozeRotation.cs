using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;

namespace NhiPortal.Features.Rotations;

/// <summary>Puts a credential's rotation off by some days, as far as the rules allow, with a reason.</summary>
public sealed class SnoozeRotation(UnitOfWork work)
{
    /// <returns>When it is due then.</returns>
    public Task<Result<DateTimeOffset>> RunAsync(Actor actor, CredentialId id, int days, string reason, CancellationToken cancellation) =>
        work.RunAsync<DateTimeOffset>(actor, "rotation.snooze", async run =>
        {
            var found = await run.CredentialAsync(id, false, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var said = SecretLooks.Read(reason, "The reason", Text.Reason);
            if (!said.Succeeded)
                return said.Refusal;
            var credential = found.Value;
            var before = credential.DueAt;
            var snoozed = credential.Snooze(days, await run.Db.RotationPlanAsync(cancellation), run.Now);
            if (!snoozed.Succeeded)
                return snoozed.Refusal;
            run.Record(run.About with
            {
                Kind = "rotation.snoozed",
                Sentence = $"{actor.Name} put the rotation of {credential.Label} of {run.About.Integration!.Key} off to {credential.DueAt:d MMM yyyy}: {said.Value}",
                Before = new Dictionary<string, string?> { ["due"] = CredentialReading.Text(before) },
                After = new Dictionary<string, string?> { ["due"] = CredentialReading.Text(credential.DueAt), ["snoozes"] = credential.Snoozes.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            });
            return credential.DueAt!.Value;
        }, cancellation);
}
