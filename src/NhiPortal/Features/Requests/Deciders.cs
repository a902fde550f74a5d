using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Everybody who could come into question for some waiting requests, with what the rules must know of them.</summary>
internal sealed record Deciders(
    IReadOnlyList<Ownership> Owners, ILookup<PersonId, Delegation> Lent, IReadOnlyDictionary<(RequestId Request, PersonId Person), ApproverFacts> Facts)
{
    public IEnumerable<Ownership> OwnersOf(AccessRequest request, OwnerRole role) =>
        Owners.Where(o => o.Role == role && (o.IntegrationId == request.IntegrationId || o.TargetId == request.TargetId));

    /// <summary>Whoever holds one of these stages' roles, or stands in for a holder.</summary>
    public IReadOnlyList<ApproverFacts> Of(AccessRequest request, IEnumerable<RequestStage> stages) =>
    [
        .. stages.Select(stage => stage.Role).Distinct().SelectMany(role => OwnersOf(request, role))
            .SelectMany(owner => Lent[owner.PersonId].Select(lent => lent.StandInId).Prepend(owner.PersonId)).Distinct().Select(person => Facts[(request.Id, person)]),
    ];
}

/// <summary>Reads them in as many queries for many requests as for one.</summary>
internal static class DecidersReading
{
    public static async Task<Deciders> DecidersAsync(this PortalDb db, IReadOnlyCollection<AccessRequest> requests, DateTimeOffset now, CancellationToken cancellation)
    {
        var integrations = requests.Select(request => request.IntegrationId).Distinct().ToList();
        var targets = requests.Select(request => request.TargetId).Distinct().ToList();
        var owners = await db.Ownerships.AsNoTracking().Where(o => o.ClosedAt == null && o.AcceptedAt != null
            && ((o.IntegrationId != null && integrations.Contains(o.IntegrationId.Value)) || (o.TargetId != null && targets.Contains(o.TargetId.Value)))).ToListAsync(cancellation);
        var holders = owners.Select(o => o.PersonId).Distinct().ToList();
        var lent = await db.Delegations.AsNoTracking().Where(Delegation.LendsAt(now)).Where(d => holders.Contains(d.LenderId)).ToListAsync(cancellation);
        var facts = await db.ApproverFactsAsync(requests, [.. holders.Concat(lent.Select(d => d.StandInId)).Distinct()], now, cancellation);
        return new(owners, lent.ToLookup(d => d.LenderId), facts);
    }
}
