using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
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
                return new Refusal("not_found", "There is no such action for you.");
            var (request, by, what) = (new RequestId(record.Detail.Id), record.Detail.By, record.Detail.What);
            if (await run.LookedAsync(OpenAuditEvent.Read, "record", request.ToString(), cancellation))
                return record;
            run.Record(new AuditNote(OpenAuditEvent.Read, $"{actor.Name} opened the record of {what.Action} by {by.Key} on {what.TargetKey}.")
            {
                Tenant = await run.Db.Requests.Where(r => r.Id == request).Select(r => (TenantId?)r.TenantId).SingleOrDefaultAsync(cancellation),
                Integration = new AuditThing(by.Integration, by.Key),
                Target = new AuditThing(what.Target, what.TargetKey),
                Facts = new Dictionary<string, string?> { ["record"] = request.ToString() },
            });
            return record;
        }, cancellation);
    }
}
