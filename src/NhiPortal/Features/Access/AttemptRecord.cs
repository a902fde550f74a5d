using NhiPortal.Features.Access.Deciding;
using NhiPortal.Features.Access.Http;

namespace NhiPortal.Features.Access;

/// <summary>Records what an admitted caller tried when it was no question the portal could judge.</summary>
internal sealed class AttemptRecord(GroupCommit commits, TimeProvider time)
{
    /// <summary>Returns when the attempt is durable, or could not be recorded; the caller hears an error either way.</summary>
    public async Task RecordAsync(Asker asker, string kind, Problem problem)
    {
        var record = new PendingRecord(DecisionLine.WriteRefused(asker, kind, problem.Reason ?? problem.Type, problem.Detail, time.GetUtcNow()));
        if (commits.TryAdd(record))
            await record.Done;
    }
}
