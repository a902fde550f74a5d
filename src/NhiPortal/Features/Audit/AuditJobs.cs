using Hangfire;
using NhiPortal.Domain;
using NhiPortal.Features.Audit.Anchoring;
using NhiPortal.Features.Audit.Archiving;

namespace NhiPortal.Features.Audit;

/// <summary>Hangfire's door to the audit log. Sequencing and signing run all the time; their jobs only catch what a dead loop left.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class AuditJobs(SequenceAudit sequence, SignCheckpoint sign, VerifyLog verify, AnchorCheckpoint anchor, ArchiveLog archive, RemoveArchived remove)
{
    public Task<long> SequenceAsync(CancellationToken cancellation) => sequence.RunAsync(cancellation);

    public Task<bool> SignAsync(CancellationToken cancellation) => sign.RunAsync(false, cancellation);

    [DisableConcurrentExecution(120)]
    public Task<int> AnchorAsync(CancellationToken cancellation) => anchor.RunAsync(cancellation);

    [DisableConcurrentExecution(3600)]
    public Task<long> ArchiveAsync(CancellationToken cancellation) => archive.RunAsync(cancellation);

    [DisableConcurrentExecution(3600)]
    public Task<long> RemoveArchivedAsync(CancellationToken cancellation) => remove.RunAsync(cancellation);

    [DisableConcurrentExecution(3600)]
    public async Task<string> VerifyAsync(CancellationToken cancellation)
    {
        var verdict = await verify.RunAsync(Actor.Rule("verify log"), null, cancellation);
        return !verdict.Succeeded ? verdict.Refusal.Sentence : verdict.Value.Intact ? "intact" : $"{verdict.Value.FaultCount} faults";
    }
}
