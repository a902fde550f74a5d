using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Credentials;

namespace NhiPortal.Features.Rotations;

/// <summary>
/// How a rotation moves on, whoever carries its steps out: the one place that records a step, a failure and the close. A
/// person comes here through the checklist; whatever rotates through a connector comes here, too.
/// </summary>
internal static class RotationProgress
{
    public static Result<Done> Reach(this Work run, Rotation rotation, Credential credential, RotationStep step, StepProof proof, Renewed? renewed)
    {
        var reached = rotation.Reach(step, proof, renewed, run.Now);
        if (reached.Succeeded)
            run.Record(run.About with
            {
                Kind = "rotation.step",
                Sentence = $"Rotation of {credential.Label} of {run.About.Integration?.Key}: {step.Words()}. {proof.Evidence}",
                Facts = Facts(rotation, step, proof),
            });
        return reached;
    }

    public static Result<RotationFailure> Fail(this Work run, Rotation rotation, Credential credential, RotationStep step, StepProof proof)
    {
        var failed = rotation.Fail(step, proof, run.Now);
        if (failed.Succeeded)
            run.Record(run.About with
            {
                Kind = "rotation.failed",
                Sentence = $"Rotation of {credential.Label} of {run.About.Integration?.Key} failed before “{step.Words()}”: {proof.Evidence} {failed.Value.StillValid}",
                Facts = Facts(rotation, step, proof),
            });
        return failed;
    }

    public static async Task<Result<CredentialId>> CloseAsync(this Work run, Rotation rotation, Credential credential, PersonId? by, CancellationToken cancellation)
    {
        var closed = rotation.Close(credential, by, run.Now);
        if (!closed.Succeeded)
            return closed.Refusal;
        var successor = closed.Value;
        run.Db.Credentials.Add(successor);
        await run.PlanAsync(successor, cancellation);
        var idle = await run.Db.Revocations.SingleOrDefaultAsync(r => r.CredentialId == credential.Id && r.Kind == UnattendedKind.IdleCredential && r.EndedAt == null, cancellation);
        idle?.GoOnWith(successor.Id);
        run.Record(run.About with
        {
            Kind = "rotation.closed",
            Sentence = $"{credential.Label} of {run.About.Integration?.Key} was rotated: the new one is in use, the old one was proved dead.",
            Before = new Dictionary<string, string?> { ["credential"] = credential.Id.ToString(), ["kept_in"] = credential.KeptIn },
            After = new Dictionary<string, string?> { ["credential"] = successor.Id.ToString(), ["kept_in"] = successor.KeptIn, ["expires"] = CredentialReading.Text(successor.ExpiresAt) },
            Facts = new Dictionary<string, string?> { ["credential"] = credential.Id.ToString(), ["rotation"] = rotation.Id.ToString(), ["successor"] = successor.Id.ToString(), ["revocation"] = idle?.Id.ToString() },
        });
        return successor.Id;
    }

    /// <summary>The open rotation and its credential, if this actor may move it on.</summary>
    public static async Task<Result<(Rotation Rotation, Credential Credential)>> RotationAsync(this Work run, RotationId id, CancellationToken cancellation)
    {
        var rotation = await run.Db.Rotations.Include(r => r.Attempts).SingleOrDefaultAsync(r => r.Id == id, cancellation);
        if (rotation is null)
            return CredentialAct.NotFound;
        var credential = await run.CredentialAsync(rotation.CredentialId, true, cancellation);
        return credential.Succeeded ? (rotation, credential.Value) : credential.Refusal;
    }

    private static Dictionary<string, string?> Facts(Rotation rotation, RotationStep step, StepProof proof) => new()
    {
        ["credential"] = rotation.CredentialId.ToString(), ["rotation"] = rotation.Id.ToString(), ["step"] = step.ToString(), ["evidence"] = proof.Evidence, ["link"] = proof.Link,
    };
}
