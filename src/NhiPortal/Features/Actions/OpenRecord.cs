using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Audit;

namespace NhiPortal.Features.Actions;

/// <summary>Shows one accountability record and records who looked; looking again within a few minutes is the same look.</summary>
public sealed class OpenRecord(UnitOfWork work, AccountabilityRecordQuery records)
{
    public async Task<Result<AccountabilityRecord>> RunAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        var record = await records.RunAsync(actor, id, cancellation);
        return await work.RunAsync<AccountabilityRecord>(actor, "audit.read", async run =>
        {
            if (record is null)
                return RecordNotes.NotThere;
            var request = new RequestId(record.Detail.Id).ToString();
            if (!await run.LookedAsync(OpenAuditEvent.Read, "record", request, cancellation))
                run.Record(await run.RecordReadAsync(record, that => $"opened {that}", cancellation) with { Facts = new Dictionary<string, string?> { ["record"] = request } });
            return record;
        }, cancellation);
    }
}
