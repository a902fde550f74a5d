using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Unattended;

namespace NhiPortal.Features.Rotations;

/// <summary>What one instance has taken in hand: the next step of a rotation, and all it takes to try it.</summary>
internal sealed record RotationErrand(RotationId Id, RotationStep Step, string Target, string Account, string? NewAccount, string KeptIn, bool Touched, bool ReplacedRefused)
{
    /// <summary>It was given up: what was made goes.</summary>
    public bool Withdraws { get; init; }
}

/// <summary>A rotation's way through the database, each step in a transaction of its own around what happens on the target.</summary>
internal static class RotationErrands
{
    /// <summary>Takes the next step for this instance alone; null when another has it, or nothing is due.</summary>
    public static async Task<RotationErrand?> TakeAsync(this Work run, RotationId id, CancellationToken cancellation)
    {
        var (rotation, credential) = await run.BothAsync(id, cancellation);
        // Nothing is made under a stop. What takes away goes on.
        if (!rotation.IsWithdrawing && rotation.Next <= RotationStep.NewVerified && await run.StoppedAsync(rotation, cancellation) is not null)
            return null;
        // Whoever takes the old one's place is entered by hand where it has ended otherwise.
        if ((credential.Ended is not null && !rotation.IsWithdrawing) || !rotation.Take(run.Now))
            return null;
        var target = await run.Db.Targets.Where(t => t.Id == rotation.TargetId).Select(t => t.Key).SingleAsync(cancellation);
        return new(id, rotation.Next ?? RotationStep.Planned, target, rotation.Account!, rotation.NewAccount, credential.KeptIn, rotation.Touched, rotation.ReplacedRefused) { Withdraws = rotation.IsWithdrawing };
    }

    public static async Task<Result<Done>> TouchAsync(this Work run, RotationErrand errand, CancellationToken cancellation)
    {
        var (rotation, _) = await run.BothAsync(errand.Id, cancellation);
        if (Refused(rotation, errand.Step, run.Now) is { } refused)
            return refused;
        // Taken before the stop, and not sent yet.
        if (await run.StoppedAsync(rotation, cancellation) is { } stopped)
            return new Refusal("stopped", $"{stopped} is stopped, and nothing is made under a stop.");
        rotation.Touch();
        return default(Done);
    }

    public static async Task<Result<Done>> ReachTakenAsync(this Work run, RotationErrand errand, RotationStep step, string evidence, MadeSecret? made, CancellationToken cancellation)
    {
        var (rotation, credential) = await run.BothAsync(errand.Id, cancellation);
        if (Refused(rotation, step, run.Now) is { } refused)
            return refused;
        if (made is not null)
            rotation.Kept(made.Version, made.ReplacedRefused);
        var renewed = step == RotationStep.Staged ? new Renewed(credential.KeptIn, credential.Life is { } life ? run.Now + life : Credential.Never) : null;
        return run.Reach(rotation, credential, step, new(null, evidence), renewed);
    }

    public static async Task<Result<Done>> CloseTakenAsync(this Work run, RotationErrand errand, CancellationToken cancellation)
    {
        var (rotation, credential) = await run.BothAsync(errand.Id, cancellation);
        var closed = await run.CloseAsync(rotation, credential, null, cancellation);
        return closed.Succeeded ? default(Done) : closed.Refusal;
    }

    public static async Task<Result<Done>> WithdrawnAsync(this Work run, RotationErrand errand, string evidence, CancellationToken cancellation)
    {
        var (rotation, credential) = await run.BothAsync(errand.Id, cancellation);
        if (!rotation.IsWithdrawing || rotation.ClaimedUntil <= run.Now)
            return new Refusal("not_taken", "Another has gone on with this rotation meanwhile.");
        rotation.Withdrawn(run.Now);
        run.Record(run.About with
        {
            Kind = "rotation.withdrawn",
            Sentence = $"What was made to rotate {credential.Label} of {run.About.Integration?.Key} was withdrawn on {errand.Target}: {evidence}",
            Facts = new Dictionary<string, string?> { ["credential"] = credential.Id.ToString(), ["rotation"] = rotation.Id.ToString(), ["account"] = rotation.NewAccount, ["evidence"] = evidence },
        });
        return default(Done);
    }

    public static async Task<Result<Done>> WithdrawFailedAsync(this Work run, RotationErrand errand, string sentence, bool retryable, CancellationToken cancellation)
    {
        var (rotation, credential) = await run.BothAsync(errand.Id, cancellation);
        if (rotation.IsWithdrawing && rotation.ClaimedUntil > run.Now && rotation.WithdrawFailed(sentence, retryable, run.Now))
            run.Record(run.About with
            {
                Kind = "rotation.failed",
                Sentence = $"What was made to rotate {credential.Label} of {run.About.Integration?.Key} is not withdrawn on {errand.Target}: {rotation.Trouble} {RotationFailure.Left.StillValid}",
                Facts = new Dictionary<string, string?> { ["credential"] = credential.Id.ToString(), ["rotation"] = rotation.Id.ToString(), ["account"] = rotation.NewAccount, ["tries"] = $"{rotation.Tries}", ["evidence"] = rotation.Trouble },
            });
        return default(Done);
    }

    public static async Task<Result<Done>> TryFailedAsync(this Work run, RotationErrand errand, string sentence, bool retryable, CancellationToken cancellation)
    {
        var (rotation, credential) = await run.BothAsync(errand.Id, cancellation);
        // Whoever was slower than their claim has nothing to say any more: another looks for itself.
        if (rotation.Next is { } next && rotation.ClaimedUntil > run.Now && rotation.TryFailed(next, sentence, retryable, run.Now))
            run.Record(run.About with
            {
                Kind = "rotation.failed",
                Sentence = $"Rotation of {credential.Label} of {run.About.Integration?.Key} is stuck before “{next.Words()}”: {rotation.Trouble} {RotationFailure.Of(next).StillValid}",
                Facts = new Dictionary<string, string?> { ["credential"] = credential.Id.ToString(), ["rotation"] = rotation.Id.ToString(), ["step"] = next.ToString(), ["tries"] = $"{rotation.Tries}", ["evidence"] = rotation.Trouble },
            });
        return default(Done);
    }

    private static Task<string?> StoppedAsync(this Work run, Rotation rotation, CancellationToken cancellation) =>
        run.Db.StoppedAsync(run.Db.Integrations.Where(i => i.Id == rotation.IntegrationId), [rotation.TargetId!.Value], cancellation);

    private static Refusal? Refused(Rotation rotation, RotationStep step, DateTimeOffset now) =>
        rotation.Next == step && rotation.ClaimedUntil > now ? null : new("not_taken", "Another has gone on with this rotation meanwhile.");

    private static async Task<(Rotation Rotation, Credential Credential)> BothAsync(this Work run, RotationId id, CancellationToken cancellation)
    {
        var rotation = await run.Db.Rotations.Include(r => r.Attempts).SingleAsync(r => r.Id == id, cancellation);
        var credential = await run.Db.Credentials.SingleAsync(c => c.Id == rotation.CredentialId, cancellation);
        var holder = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == credential.IntegrationId, cancellation);
        run.About = run.About with { Tenant = holder.TenantId, Integration = Work.Thing(holder) };
        return (rotation, credential);
    }
}
