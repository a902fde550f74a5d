using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit;

namespace NhiPortal.Features.Actions;

/// <summary>What is written down when somebody reads an accountability record.</summary>
internal static class RecordNotes
{
    public static readonly Refusal NotThere = new("not_found", "There is no such action for you.");

    /// <param name="did">What the reader did with the record of that action.</param>
    public static async Task<AuditNote> RecordReadAsync(this Work run, AccountabilityRecord record, Func<string, string> did, CancellationToken cancellation)
    {
        var (request, by, what) = (new RequestId(record.Detail.Id), record.Detail.By, record.Detail.What);
        return new AuditNote(OpenAuditEvent.Read, $"{run.Actor.Name} {did($"the record of {what.Action} by {by.Key} on {what.TargetKey}")}.")
        {
            Tenant = await run.Db.Requests.Where(r => r.Id == request).Select(r => (TenantId?)r.TenantId).SingleOrDefaultAsync(cancellation),
            Integration = new AuditThing(by.Integration, by.Key),
            Target = new AuditThing(what.Target, what.TargetKey),
        };
    }
}
