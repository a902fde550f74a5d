using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rotations;

/// <summary>One earlier or present version of the rules.</summary>
public sealed record PlanVersion(int Number, DateTimeOffset SavedAt, string? SavedBy, string? Reason);

/// <summary>Laxer rules that wait for a second person, as this viewer may answer them.</summary>
public sealed record RotationProposalView(int Version, RotationWishes Wishes, string By, DateTimeOffset At, string Reason, string Laxer, bool MayAgree, bool MayDecline);

/// <summary>The rotation rules in force, how many credentials follow each, and how they came to be.</summary>
public sealed record RotationPlanView(int Number, RotationWishes Wishes, IReadOnlyDictionary<string, int> Following, int Unplanned, IReadOnlyList<PlanVersion> Versions, bool MayChange)
{
    public RotationProposalView? Proposal { get; init; }
}

/// <summary>Reads the rotation rules for whoever may see policies; null for everybody else.</summary>
public sealed class RotationPlanQuery(IDbContextFactory<PortalDb> databases)
{
    private const int MostVersions = 20;

    public async Task<RotationPlanView?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeePolicies))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var plan = await db.RotationPlanAsync(cancellation);
        var living = db.Credentials.AsNoTracking().To(actor, db).Where(c => c.Status == CredentialStatus.Active);
        var following = await living.Where(c => c.ScheduledBy != null).GroupBy(c => c.ScheduledBy!).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellation);
        var unplanned = await living.CountAsync(c => c.PlannedBy < plan.Number, cancellation);
        var versions = await db.RotationPlans.AsNoTracking().OrderByDescending(p => p.Number).Take(MostVersions)
            .Select(p => new PlanVersion(p.Number, p.SavedAt, db.People.Where(person => person.Id == p.SavedById).Select(person => person.Name).FirstOrDefault(), p.Reason)).ToListAsync(cancellation);
        return new(plan.Number, plan.Wishes, following, unplanned, versions, Permissions.Allows(actor, Permission.ManageRotation)) { Proposal = await ProposalAsync(db, actor, plan.Number, cancellation) };
    }

    private static async Task<RotationProposalView?> ProposalAsync(PortalDb db, Actor actor, int follows, CancellationToken cancellation)
    {
        if (await db.RotationProposals.AsNoTracking().SingleOrDefaultAsync(p => p.Follows == follows, cancellation) is not { } proposal)
            return null;
        var (by, may) = (await db.People.Where(p => p.Id == proposal.ById).Select(p => p.Name).SingleOrDefaultAsync(cancellation), Permissions.Allows(actor, Permission.AgreeUnattended));
        return new(proposal.Version, proposal.Wishes, by ?? "Somebody", proposal.At, proposal.Reason, proposal.Laxer, may && proposal.ById != actor.Person, may);
    }
}
