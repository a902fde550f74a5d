using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Reads what is true of people before requests, for the rules that decide whether they may answer.</summary>
public static class ApproverFactsQuery
{
    /// <summary>Events that make their actor a controlling person of the integration they are about.</summary>
    private static readonly string[] Shaping =
        ["integration.registered", "integration.changed", "path.added", "path.removed", "workload.added", "workload.removed", "credential.added", "credential.changed"];

    public static async Task<ApproverFacts> ApproverFactsAsync(
        this PortalDb db, AccessRequest request, PersonId person, DateTimeOffset now, CancellationToken cancellation) =>
        (await db.ApproverFactsAsync([request], [person], now, cancellation))[(request.Id, person)];

    /// <summary>The same for every pair of several requests and people, in as many queries as for one.</summary>
    public static async Task<IReadOnlyDictionary<(RequestId Request, PersonId Person), ApproverFacts>> ApproverFactsAsync(
        this PortalDb db, IReadOnlyCollection<AccessRequest> requests, IReadOnlyCollection<PersonId> people, DateTimeOffset now, CancellationToken cancellation)
    {
        var integrations = requests.Select(r => r.IntegrationId).Distinct().ToList();
        var targets = requests.Select(r => r.TargetId).Distinct().ToList();
        var lent = await db.Delegations.AsNoTracking().Where(Delegation.LendsAt(now)).Where(d => people.Contains(d.StandInId)).ToListAsync(cancellation);
        var everyone = people.Concat(lent.Select(d => d.LenderId)).Distinct().ToList();
        var known = await db.People.AsNoTracking().Where(p => everyone.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        var mails = known.Values.Select(p => p.Mail).Where(mail => mail.Length > 0).Distinct().ToList();
        var accounts = (await db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => mails.Contains(p.Mail)).Select(p => new { p.Id, p.Mail }).ToListAsync(cancellation))
            .ToLookup(p => p.Mail, p => p.Id, StringComparer.OrdinalIgnoreCase);
        var held = await db.Ownerships.AsNoTracking()
            .Where(o => everyone.Contains(o.PersonId) && o.ClosedAt == null && ((o.IntegrationId != null && integrations.Contains(o.IntegrationId.Value)) || (o.TargetId != null && targets.Contains(o.TargetId.Value))))
            .ToListAsync(cancellation);
        var deputies = await db.Ownerships.AsNoTracking()
            .Where(o => o.DeputyId != null && everyone.Contains(o.DeputyId.Value) && o.ClosedAt == null)
            .Select(o => new { Deputy = o.DeputyId!.Value, o.PersonId }).Distinct().ToListAsync(cancellation);
        var shaped = await db.ShapedAsync(integrations, requests.Max(r => (int?)r.ControllerDays) ?? 0, now, cancellation);

        IReadOnlyList<LentRole> Lent(AccessRequest request, PersonId person) =>
        [
            .. from delegation in lent
               // Lent in the tenant where it is on record; and whoever became a vendor's contact since answers for nobody here.
               where delegation.StandInId == person && delegation.TenantId == request.TenantId && (delegation.RequestId is null || delegation.RequestId == request.Id)
                   && known.GetValueOrDefault(person) is { External: false }
               let lender = Facts(request, delegation.LenderId, [])
               from role in lender.RolesHeld
               where delegation.Role is null || delegation.Role == role
               select new LentRole(role, lender, known[delegation.LenderId].Name),
        ];

        ApproverFacts Facts(AccessRequest request, PersonId person, IReadOnlyList<LentRole> roles)
        {
            var self = known.GetValueOrDefault(person);
            var active = self is { Active: true };
            return new ApproverFacts
            {
                Person = person,
                Active = active,
                AlsoKnownAs = self is null ? new HashSet<PersonId>() : accounts[self.Mail].ToHashSet(),
                InTenant = self?.BelongsTo(request.TenantId) ?? false,
                Accounts = self is null ? new HashSet<string>() : new HashSet<string>([self.ObjectId, self.Mail, self.Name], StringComparer.OrdinalIgnoreCase),
                RolesHeld = held.Where(o => o.PersonId == person && (o.IntegrationId == request.IntegrationId || o.TargetId == request.TargetId))
                    .Where(o => o.HoldsAt(now, active && !self!.External)).Select(o => o.Role).ToHashSet(),
                Controllers = [.. shaped.Where(e => (e.Integration is null || e.Integration == request.IntegrationId) && e.At > now.AddDays(-request.ControllerDays))
                    .Select(e => new ControllingPerson(e.Person, $"you {e.What} on {e.At:d MMMM yyyy}."))],
                DeputyOf = deputies.Where(d => d.Deputy == person).Select(d => d.PersonId).Concat(lent.Where(d => d.StandInId == person).Select(d => d.LenderId)).ToHashSet(),
                Lent = roles,
            };
        }

        return (from request in requests from person in people.Distinct() select (request, person))
            .ToDictionary(pair => (pair.request.Id, pair.person), pair => Facts(pair.request, pair.person, Lent(pair.request, pair.person)));
    }

    private sealed record Shaped(PersonId Person, IntegrationId? Integration, DateTimeOffset At, string What);

    private static async Task<IReadOnlyList<Shaped>> ShapedAsync(
        this PortalDb db, IReadOnlyList<IntegrationId> integrations, int days, DateTimeOffset now, CancellationToken cancellation)
    {
        var since = now.AddDays(-days);
        var shaped = await db.AuditEvents.AsNoTracking()
            .Where(e => e.IntegrationId != null && integrations.Contains(e.IntegrationId.Value) && e.At > since && e.ActorKind == ActorKind.Person && Shaping.Contains(e.Kind))
            .Select(e => new { e.ActorId, e.IntegrationId, e.At, e.Kind }).ToListAsync(cancellation);
        var published = await db.Policies.AsNoTracking().Where(p => p.PublishedAt > since)
            .Select(p => new { p.Hands, p.PublishedAt, p.Number }).ToListAsync(cancellation);
        return [.. shaped.Select(e => new Shaped(new PersonId(e.ActorId), e.IntegrationId, e.At, Words(e.Kind)))
            .Concat(from version in published
                    from person in version.Hands
                    select new Shaped(person, null, version.PublishedAt, $"wrote or published policy version {version.Number}"))
            .OrderByDescending(e => e.At)];
    }

    private static string Words(string kind) => kind switch
    {
        "integration.registered" => "registered it",
        "integration.changed" => "changed its definition",
        "path.added" or "path.removed" => "changed what it may reach",
        "workload.added" or "workload.removed" => "changed how it is recognised",
        _ => "changed its credentials",
    };
}
