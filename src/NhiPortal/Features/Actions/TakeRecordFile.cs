using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit;

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
                return new Refusal("not_found", "There is no such action for you.");
            var (request, by, what) = (new RequestId(record.Detail.Id), record.Detail.By, record.Detail.What);
            run.Record(new AuditNote(OpenAuditEvent.Read, $"{actor.Name} took the record of {what.Action} by {by.Key} on {what.TargetKey} as a file.")
            {
                Tenant = await run.Db.Requests.Where(r => r.Id == request).Select(r => (TenantId?)r.TenantId).SingleOrDefaultAsync(cancellation),
                Integration = new AuditThing(by.Integration, by.Key),
                Target = new AuditThing(what.Target, what.TargetKey),
                Request = request,
            });
            return record;
        }, cancellation);
    }
}
