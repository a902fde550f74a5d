using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Owners;

/// <summary>One thing a person owns or is asked to own, and what they can do about it now.</summary>
public sealed record MyOwnership
{
    public required OwnerRole Role { get; init; }
    public required string Thing { get; init; }
    public required string Name { get; init; }
    public required IntegrationKind? Kind { get; init; }
    public required OwnerView Owner { get; init; }

    /// <summary>When it ends by itself if the person does nothing.</summary>
    public required DateTimeOffset? EndsAt { get; init; }

    public required int AttestationDays { get; init; }

    public bool MayAnswer => Owner.State == OwnershipState.Nominated;

    public bool MayAttest => Owner.Holds;

    /// <summary>Asks for an answer or a confirmation now.</summary>
    public bool IsDue => Owner.State is OwnershipState.Nominated or OwnershipState.Due or OwnershipState.Overdue;

    public string Address => CellAddress.Of(Role, Thing);
}

/// <summary>Everything one person holds or is nominated for, what ends first at the top; and how much there is in all.</summary>
public sealed record MyOwnershipPage(IReadOnlyList<MyOwnership> Rows, int Total, int Due);

/// <summary>Reads a person's own ownerships.</summary>
public sealed class MyOwnershipsQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    /// <summary>More than this nobody can answer for; the rest is counted.</summary>
    private const int Most = 2000;

    public async Task<MyOwnershipPage> RunAsync(Actor actor, int skip, int take, CancellationToken cancellation)
    {
        if (actor.Person is not { } me)
            return new([], 0, 0);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var mine = db.Ownerships.AsNoTracking().Where(o => o.PersonId == me && o.ClosedAt == null);
        var rows = await (from ownership in mine
                          join person in db.People.IgnoreAutoIncludes() on ownership.PersonId equals person.Id
                          join integration in db.Integrations on ownership.IntegrationId equals (IntegrationId?)integration.Id into integrations
                          from integration in integrations.DefaultIfEmpty()
                          join target in db.Targets on ownership.TargetId equals (TargetId?)target.Id into targets
                          from target in targets.DefaultIfEmpty()
                          join deputy in db.People.IgnoreAutoIncludes() on ownership.DeputyId equals (PersonId?)deputy.Id into deputies
                          from deputy in deputies.DefaultIfEmpty()
                          select new
                          {
                              Ownership = ownership,
                              Person = person,
                              Key = (string?)integration.Key ?? target.Key,
                              Name = (string?)integration.Name ?? target.Name,
                              Kind = (IntegrationKind?)integration.Kind,
                              Deputy = (string?)deputy.Name,
                          }).Take(Most).ToListAsync(cancellation);
        var views = rows.Select(row => new MyOwnership
        {
            Role = row.Ownership.Role,
            Thing = row.Key,
            Name = row.Name,
            Kind = row.Kind,
            Owner = OwnerView.Of(row.Ownership, row.Person, row.Deputy, now),
            EndsAt = row.Ownership.AcceptedAt is null ? row.Ownership.AnswerBy : row.Ownership.HoldsUntil,
            AttestationDays = OwnerRoles.AttestationDays(row.Ownership.Role, row.Kind),
        }).ToList();
        return new(
            [.. views.OrderBy(Urgency).ThenBy(view => view.EndsAt).ThenBy(view => view.Name, StringComparer.OrdinalIgnoreCase).Skip(skip).Take(take)],
            views.Count, views.Count(view => view.IsDue));
    }

    private static int Urgency(MyOwnership mine) => mine.IsDue ? 0 : mine.Owner.State == OwnershipState.Lapsed ? 1 : 2;
}
