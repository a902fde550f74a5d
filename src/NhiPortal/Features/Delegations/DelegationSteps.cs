using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;

namespace NhiPortal.Features.Delegations;

/// <summary>Reading one delegation, and what the record says of it.</summary>
internal static class DelegationSteps
{
    public static async Task<Delegation?> DelegationAsync(this Work run, DelegationId id, CancellationToken cancellation)
    {
        var delegation = await run.Db.Delegations.SingleOrDefaultAsync(d => d.Id == id, cancellation);
        if (delegation is not null)
            run.About = run.About with { Tenant = delegation.TenantId, Request = delegation.RequestId };
        return delegation;
    }

    public static async Task RecordAsync(this Work run, Delegation delegation, string kind, string begins, string? reason, CancellationToken cancellation)
    {
        var people = await run.Db.People.AsNoTracking().Where(p => p.Id == delegation.LenderId || p.Id == delegation.StandInId).ToListAsync(cancellation);
        var (lender, standIn) = (people.Single(p => p.Id == delegation.LenderId), people.Single(p => p.Id == delegation.StandInId));
        run.Record(new AuditNote(kind, $"{begins}: {standIn.Name} for {lender.Name}, {DelegationWords.Scope(delegation)}, until {delegation.Until:d MMM yyyy, HH:mm} UTC.")
        {
            Tenant = delegation.TenantId,
            Request = delegation.RequestId,
            Person = Work.Thing(standIn),
            Facts = new Dictionary<string, string?> { ["lender"] = lender.Name, ["role"] = delegation.Role?.ToString(), ["reason"] = reason },
        });
    }
}
