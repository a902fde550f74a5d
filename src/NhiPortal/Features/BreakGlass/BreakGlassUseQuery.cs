using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Access;

namespace NhiPortal.Features.BreakGlass;

/// <summary>What the reviewer wrote down.</summary>
public sealed record ReviewView(string By, DateTimeOffset At, string WhatHappened, string WhatChanged, bool Needed, string Evidence, string Rotated, string RotatedBy, DateOnly RotatedOn);

/// <summary>Somebody on the way who could rotate what was used.</summary>
public sealed record Rotator(PersonId Id, string Name, string As);

/// <summary>One use of break-glass in full, and what this viewer may do about it.</summary>
public sealed record BreakGlassUseDetail(BreakGlassRow Row, string Reason, IReadOnlyList<string> SetAside, DateTimeOffset Until, int Uses, ReviewView? Review)
{
    public required IReadOnlyList<Rotator> Rotators { get; init; }

    /// <summary>Why this viewer may not review it; null where they may.</summary>
    public required Refusal? WhyNot { get; init; }
}

/// <summary>Reads one use for one viewer; null where there is none for them.</summary>
public sealed class BreakGlassUseQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<BreakGlassUseDetail?> RunAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (now, wanted) = (time.GetUtcNow(), new BreakGlassUseId(id));
        var found = db.BreakGlassUses.AsNoTracking().To(actor, db).Where(u => u.Id == wanted);
        if (await found.SingleOrDefaultAsync(cancellation) is not { } use)
            return null;
        var row = (await BreakGlassRow.ReadAsync(db, found, cancellation))[0];
        var facts = (await db.AccessFactsAsync(use.IntegrationId, now, cancellation))!;
        var owners = new[] { facts.Targets.GetValueOrDefault(row.Target)?.SystemOwner, facts.IamOwner, facts.BusinessOwner }.OfType<OwnerFact>();
        var grant = await db.Grants.AsNoTracking().SingleAsync(g => g.Id == use.GrantId, cancellation);
        var rotator = await db.People.Where(p => p.Id == use.RotatedById).Select(p => p.Name).FirstOrDefaultAsync(cancellation);
        return new BreakGlassUseDetail(
            row, use.Reason, BreakGlassWords.SetAside(use.SetAside), use.Until,
            await db.AuditEvents.CountAsync(e => e.RequestId == use.RequestId && e.Kind == "access.allowed", cancellation), View(use, row, rotator))
        {
            Rotators = [.. owners.Where(owner => owner.Person != use.PersonId).DistinctBy(owner => owner.Person)
                .Select(owner => new Rotator(owner.Person, owner.PersonName, owner.Role.InSentence()))
                .Append(new Rotator(use.PersonId, row.Person, "who broke the glass"))],
            WhyNot = (await db.WhyMayNotReviewAsync(actor, [use], now, cancellation))[wanted] ?? (use.ReviewedAt is null ? BreakGlassUse.WhyNotYet(grant, now) : null),
        };
    }

    private static ReviewView? View(BreakGlassUse use, BreakGlassRow row, string? rotator) => use.ReviewedAt is { } at
        ? new(row.ReviewedBy ?? "", at, use.WhatHappened ?? "", use.WhatChanged ?? "", use.Needed == true, use.Evidence ?? "", use.Rotated ?? "", rotator ?? "", use.RotatedOn ?? default)
        : null;
}
