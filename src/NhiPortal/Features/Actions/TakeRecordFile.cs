using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Actions;

/// <summary>Hands out one accountability record as a file and records who took it; for whom the page would show it.</summary>
public sealed class TakeRecordFile(UnitOfWork work, AccountabilityRecordQuery records)
{
    public async Task<Result<AccountabilityRecord>> RunAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        var record = await records.RunAsync(actor, id, cancellation);
        return await work.RunAsync<AccountabilityRecord>(actor, "audit.read", async run =>
        {
            if (record is null)
                return RecordNotes.NotThere;
            run.Record(await run.RecordReadAsync(record, that => $"took {that} as a file", cancellation) with { Request = new RequestId(record.Detail.Id) });
            return record;
        }, cancellation);
    }
}
