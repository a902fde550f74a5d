using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Features.Discovery;

namespace NhiPortal.Features.Executions;

/// <summary>What the target shows about a request's account now; <see cref="Sight"/> is null where nothing reads it.</summary>
public sealed record TargetNow(TargetSight? Sight);

/// <summary>For whom the target is looked at.</summary>
public enum LookFor
{
    /// <summary>Whoever opens the card: what others saw seconds ago will do.</summary>
    Card,

    /// <summary>Whoever asks to see it again.</summary>
    Again,

    /// <summary>An answer given without a card: only what the portal is to carry out rests on it.</summary>
    Answer,
}

/// <summary>Looks at the target for one request, for whoever may see it; null when there is none for them.</summary>
public sealed class TargetStateQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, TargetSights sights)
{
    public async Task<TargetNow?> RunAsync(Actor actor, RequestId id, LookFor whom, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var found = await (from request in db.Requests.AsNoTracking().IgnoreAutoIncludes().To(actor, db)
                           where request.Id == id
                           join target in db.Targets on request.TargetId equals target.Id
                           select new { target.Key, request.ActionName, request.ResourceId, request.Parameters, request.Brokered, IsStanding = request.Terms != null }).SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        var meant = TargetChange.Meaning(found.ActionName, found.ResourceId, found.Parameters);
        // A standing pre-approval names a pattern, which is no account.
        return new(!found.IsStanding && connectors.Acts(found.Key) && meant.Succeeded && (found.Brokered || whom != LookFor.Answer) ? await sights.ReadAsync(found.Key, meant.Value, whom == LookFor.Again, cancellation) : null);
    }
}
