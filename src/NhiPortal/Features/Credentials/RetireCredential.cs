using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Credentials;

/// <summary>Says that a credential was withdrawn at its target and is not replaced. Its entry stays.</summary>
public sealed class RetireCredential(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, CredentialId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "credential.retire", async run =>
        {
            var found = await run.CredentialAsync(id, false, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var said = SecretLooks.Read(reason, "The reason", Text.Reason);
            if (!said.Succeeded)
                return said.Refusal;
            var credential = found.Value;
            if (credential.Ended is { } over)
                return over;
            if (await run.Db.Rotations.AnyAsync(r => r.CredentialId == id && r.EndedAt == null, cancellation))
                return new Refusal("rotating", "It is being rotated now. Give that up or finish it first.");
            credential.Revoke(run.Now, said.Value);
            run.Record(run.About with
            {
                Kind = "credential.retired",
                Sentence = $"{actor.Name} recorded that {credential.Label} of {run.About.Integration!.Key} was withdrawn: {said.Value}",
                Before = new Dictionary<string, string?> { ["status"] = nameof(CredentialStatus.Active) },
                After = new Dictionary<string, string?> { ["status"] = nameof(CredentialStatus.Revoked) },
            });
            return default(Done);
        }, cancellation);
}
