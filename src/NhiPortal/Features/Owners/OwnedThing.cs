using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Owners;

/// <summary>The integration or target an ownership is of, for rules, sentences and the record.</summary>
public sealed record OwnedThing(TenantId Tenant, string Key, IntegrationKind? Kind, AuditThing? Integration, AuditThing? Target);

/// <summary>Reads what an ownership is of.</summary>
public static class OwnedThings
{
    /// <summary>Null when there is no such thing, or none this actor may see.</summary>
    public static async Task<OwnedThing?> ThingAsync(this Work run, OwnerCell cell, CancellationToken cancellation)
    {
        if (cell.Role == Domain.Owners.OwnerRole.SystemOwner == cell.Target is null || cell.Target is null == cell.Integration is null)
            return null;
        if (cell.Target is { } target)
            return await run.Db.Targets.To(run.Actor, run.Db).Where(t => t.Id == target)
                .Select(t => new OwnedThing(t.TenantId, t.Key, null, null, new AuditThing(t.Id.Value, t.Key))).SingleOrDefaultAsync(cancellation);
        var integration = cell.Integration!.Value;
        return await run.Db.Integrations.To(run.Actor, run.Db).Where(i => i.Id == integration)
            .Select(i => new OwnedThing(i.TenantId, i.Key, i.Kind, new AuditThing(i.Id.Value, i.Key), null)).SingleOrDefaultAsync(cancellation);
    }
}
