using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Audit.Anchoring;
using NhiPortal.Features.Findings;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>Verifies the whole log, for an auditor or every night by itself, and records the outcome in the log.</summary>
public sealed class VerifyLog(IDbContextFactory<PortalDb> databases, UnitOfWork work, SigningKeys keys, CheckpointWitness witness, AuditSettings settings) : IDisposable
{
    public const string Verified = "log.verified";
    public const string Failed = "log.verification_failed";

    /// <summary>The fact that names the first event that is not as it was signed.</summary>
    public const string FirstBroken = "first_broken", FirstFault = "first_fault";

    // One reading of everything at a time is enough for one instance.
    private readonly SemaphoreSlim running = new(1);

    public async Task<Result<LogVerdict>> RunAsync(Actor actor, IProgress<(long Done, long Total)>? progress, CancellationToken cancellation)
    {
        if (actor.Kind != ActorKind.Rule && Permissions.Check(actor, Permission.ReadAudit) is { } refused)
            return await work.RunAsync<LogVerdict>(actor, "log.verify", _ => Task.FromResult<Result<LogVerdict>>(refused), cancellation);
        if (!await running.WaitAsync(0, cancellation))
            return new Refusal("verification_running", "The log is being verified already. Look again in a moment.");
        try
        {
            var publicKeys = keys.CopyPublic();
            var verdict = await new LogCheck(databases, settings.LogName, publicKeys, [witness.Read(), .. AnchorFile.Read(settings.AnchorFile)]).ReadAsync(progress, cancellation);
            foreach (var key in publicKeys)
                key.Dispose();
            return await work.RunAsync<LogVerdict>(actor, "log.verify", async run =>
            {
                run.Record(Note(verdict));
                // The finding rests on what is recorded, so that comes first.
                await run.SaveStepAsync(cancellation);
                await run.JudgeLogAsync(cancellation);
                return verdict;
            }, cancellation);
        }
        finally
        {
            running.Release();
        }
    }

    public void Dispose() => running.Dispose();

    private static AuditNote Note(LogVerdict verdict) => new(
        verdict.Intact ? Verified : Failed,
        verdict.Intact
            ? $"The audit log was verified: {verdict.Rows} events fit their {verdict.Checkpoints} signed checkpoints."
            : $"The audit log does not verify: {verdict.FaultCount} faults in {verdict.Rows} events, the first at event {verdict.FirstBroken}.")
    {
        Facts = new Dictionary<string, string?>
        {
            ["rows"] = Text(verdict.Rows),
            ["archived"] = verdict.Archived == 0 ? null : Text(verdict.Archived),
            ["confirmed"] = Text(verdict.ConfirmedSize),
            ["checkpoints"] = Text(verdict.Checkpoints),
            ["faults"] = Text(verdict.FaultCount),
            [FirstBroken] = verdict.FirstBroken is { } first ? Text(first) : null,
            [FirstFault] = verdict.Faults.Count == 0 ? null : verdict.Faults[0].Sentence,
            ["milliseconds"] = Text((long)verdict.Took.TotalMilliseconds),
        },
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
