using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Delegations;

/// <summary>One delegation and what the viewer may do with it.</summary>
public sealed record DelegationRow(DelegationId Id, string Lender, string StandIn, OwnerRole? Role, RequestId? Request, DateTimeOffset From, DateTimeOffset Until, string Reason, DelegationState State)
{
    public bool MayAccept { get; init; }
    public bool MayClose { get; init; }
}

/// <summary>One page of delegations, the newest first.</summary>
public sealed record DelegationPage(IReadOnlyList<DelegationRow> Rows, int Total, bool MayOffer, IReadOnlyList<string> DeputyMails);

/// <summary>Reads the delegations a person gave or was asked for; whoever may see a tenant reads all of it.</summary>
public sealed class DelegationListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<DelegationPage> RunAsync(Actor actor, int skip, int take, CancellationToken cancellation)
    {
        if (actor.Person is not { } me)
            return new([], 0, false, []);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var all = Permissions.Allows(actor, Permission.SeeTenant)
            ? db.Delegations.AsNoTracking().InTenants(actor.Tenants?.ToList())
            : db.Delegations.AsNoTracking().Where(d => d.LenderId == me || d.StandInId == me);
        var rows = await (from d in all
                          join lender in db.People.IgnoreAutoIncludes() on d.LenderId equals lender.Id
                          join standIn in db.People.IgnoreAutoIncludes() on d.StandInId equals standIn.Id
                          orderby d.OfferedAt descending, d.Id descending
                          select new { Delegation = d, Lender = lender.Name, StandIn = standIn.Name }).Skip(skip).Take(take).ToListAsync(cancellation);
        var mine = db.Ownerships.AsNoTracking().Where(o => o.PersonId == me && o.ClosedAt == null && o.AcceptedAt != null);
        var deputies = await (from o in mine
                              join deputy in db.People.IgnoreAutoIncludes() on o.DeputyId equals (PersonId?)deputy.Id
                              select deputy.Mail).Distinct().OrderBy(mail => mail).Take(5).ToListAsync(cancellation);
        var staff = Permissions.Allows(actor, Permission.AssignOwners);
        return new(
            [.. rows.Select(row => (row, State: row.Delegation.State(now))).Select(pair => new DelegationRow(
                pair.row.Delegation.Id, pair.row.Lender, pair.row.StandIn, pair.row.Delegation.Role, pair.row.Delegation.RequestId, pair.row.Delegation.From, pair.row.Delegation.Until, pair.row.Delegation.Reason, pair.State)
            {
                MayAccept = pair.State == DelegationState.Offered && pair.row.Delegation.StandInId == me,
                MayClose = pair.State is DelegationState.Offered or DelegationState.Planned or DelegationState.Active && (staff || pair.row.Delegation.StandInId == me || pair.row.Delegation.LenderId == me),
            })],
            await all.CountAsync(cancellation), await mine.AnyAsync(cancellation), deputies);
    }
}
