using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Owners;

/// <summary>One ownership of a cell's past or present.</summary>
public sealed record OwnerHistory(
    OwnershipId Id, string Person, string? Deputy, OwnershipState State, DateTimeOffset NominatedAt, string? NominatedBy, DateTimeOffset? AcceptedAt,
    DateTimeOffset? ClosedAt, OwnershipEnd? Closing, string? ClosingReason);

/// <summary>One cell opened: its present, its whole history, and what this actor may do with it.</summary>
public sealed record OwnerCellDetail
{
    public required CellView Cell { get; init; }

    /// <summary>The integration's or target's name for people.</summary>
    public required string Name { get; init; }

    public required TenantId Tenant { get; init; }
    public required IReadOnlyList<OwnerHistory> History { get; init; }

    /// <summary>Everything that this role closes when nobody holds it: integrations for a target, targets for an integration.</summary>
    public required int Depending { get; init; }

    /// <summary>How many days an attestation holds.</summary>
    public required int AttestationDays { get; init; }

    public required bool MayNominate { get; init; }

    /// <summary>The nomination that waits for this actor's answer.</summary>
    public required OwnershipId? MineToAnswer { get; init; }

    /// <summary>The ownership this actor may confirm.</summary>
    public required OwnershipId? MineToAttest { get; init; }
}

/// <summary>Reads one cell of the matrix; null when there is none, or none this actor may see.</summary>
public sealed class OwnerCellQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int LongestHistory = 100;

    public async Task<OwnerCellDetail?> RunAsync(Actor actor, OwnerRole role, string key, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var thing = role == OwnerRole.SystemOwner ? await TargetAsync(db, actor, key, cancellation) : await IntegrationAsync(db, actor, role, key, cancellation);
        if (thing is null)
            return null;

        var now = time.GetUtcNow();
        var cell = thing.Cell;
        var open = await db.OpenOwnersAsync(cell.Integration is { } i ? [i] : [], cell.Target is { } t ? [t] : [], now, cancellation);
        var view = open.Cell(cell, thing.Key);
        bool Mine(OwnerView? owner) => owner is not null && owner.Person == actor.Person;
        return new()
        {
            Cell = view,
            Name = thing.Name,
            Tenant = thing.Tenant,
            History = await HistoryAsync(db, cell, now, cancellation),
            Depending = thing.Depending,
            AttestationDays = OwnerRoles.AttestationDays(role, thing.Kind),
            MayNominate = Permissions.Allows(actor, Permission.AssignOwners),
            MineToAnswer = Mine(view.Nominee) && view.Nominee!.State == OwnershipState.Nominated ? view.Nominee.Id : null,
            MineToAttest = Mine(view.Holder) && view.Holder!.Holds ? view.Holder.Id : null,
        };
    }

    private static async Task<IReadOnlyList<OwnerHistory>> HistoryAsync(PortalDb db, OwnerCell cell, DateTimeOffset now, CancellationToken cancellation)
    {
        var all = cell.Integration is { } integration
            ? db.Ownerships.Where(o => o.IntegrationId == integration && o.Role == cell.Role)
            : db.Ownerships.Where(o => o.TargetId == cell.Target && o.Role == cell.Role);
        var rows = await (from ownership in all.AsNoTracking()
                          join person in db.People.IgnoreAutoIncludes() on ownership.PersonId equals person.Id
                          join deputy in db.People.IgnoreAutoIncludes() on ownership.DeputyId equals (PersonId?)deputy.Id into deputies
                          from deputy in deputies.DefaultIfEmpty()
                          join asker in db.People.IgnoreAutoIncludes() on ownership.NominatedById equals (PersonId?)asker.Id into nominators
                          from asker in nominators.DefaultIfEmpty()
                          orderby ownership.NominatedAt descending
                          select new { Ownership = ownership, Person = person, Deputy = (string?)deputy.Name, By = (string?)asker.Name })
            .Take(LongestHistory).ToListAsync(cancellation);
        return [.. rows.Select(row => new OwnerHistory(
            row.Ownership.Id, row.Person.Name, row.Deputy, row.Ownership.State(now, row.Person.Active), row.Ownership.NominatedAt, row.By,
            row.Ownership.AcceptedAt, row.Ownership.ClosedAt, row.Ownership.Closing, row.Ownership.ClosingReason))];
    }

    private static Task<Thing?> TargetAsync(PortalDb db, Actor actor, string key, CancellationToken cancellation) =>
        db.Targets.AsNoTracking().To(actor, db).Where(t => t.Key == key)
            .Select(t => new Thing(new OwnerCell(OwnerRole.SystemOwner, null, t.Id), t.Key, t.Name, t.TenantId, null,
                db.Paths.Where(p => p.TargetId == t.Id && p.RemovedAt == null).Select(p => p.IntegrationId).Distinct().Count()))
            .SingleOrDefaultAsync(cancellation);

    private static Task<Thing?> IntegrationAsync(PortalDb db, Actor actor, OwnerRole role, string key, CancellationToken cancellation) =>
        db.Integrations.AsNoTracking().To(actor, db).Where(i => i.Key == key)
            .Select(i => new Thing(new OwnerCell(role, i.Id, null), i.Key, i.Name, i.TenantId, i.Kind,
                db.Paths.Where(p => p.IntegrationId == i.Id && p.RemovedAt == null).Select(p => p.TargetId).Distinct().Count()))
            .SingleOrDefaultAsync(cancellation);

    private sealed record Thing(OwnerCell Cell, string Key, string Name, TenantId Tenant, IntegrationKind? Kind, int Depending);
}
