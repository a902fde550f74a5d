using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Unattended.Sources;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>A policy that waits for a second person.</summary>
public sealed record ProposalView(UnattendedOrder Order, string By, DateTimeOffset At, string Reason, bool MayAgree, bool MayDecline);

/// <summary>One kind's policy, and what it would find on today's facts.</summary>
public sealed record PolicyView(UnattendedKind Kind, UnattendedOrder Order, bool ReportsOnly, ProposalView? Proposal, DateTimeOffset? SweptAt)
{
    /// <summary>Unattended now by this ladder, and how many of them nobody can tell.</summary>
    public required int Would { get; init; }

    public required int Unknown { get; init; }
    public required int Followed { get; init; }
    public required bool MayChange { get; init; }

    /// <summary>The first of them, for the dry run of one kind.</summary>
    public IReadOnlyList<DryRow> List { get; init; } = [];
}

/// <summary>One thing that would be followed if the policy were on today.</summary>
public sealed record DryRow(string Label, string Why, DateTimeOffset Since, bool Known);

/// <summary>Reads the policies with a dry run on the facts of this moment; of one kind also the list.</summary>
public sealed class UnattendedPoliciesQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    /// <summary>So many are looked at for the count; beyond it, it says "more than".</summary>
    public const int MostCounted = 2000;

    private const int Listed = 100;

    public async Task<IReadOnlyList<PolicyView>> RunAsync(Actor actor, UnattendedKind? only, LadderPlan? tried, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (!Permissions.Allows(actor, Permission.SeePolicies))
            return [];
        var stored = await db.UnattendedPolicies.AsNoTracking().ToDictionaryAsync(p => p.Kind, cancellation);
        var people = stored.Values.Select(p => p.Proposal?.By).OfType<PersonId>().ToList();
        var names = await db.People.AsNoTracking().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        var views = new List<PolicyView>();
        foreach (var kind in Enum.GetValues<UnattendedKind>().Where(kind => only is null || only == kind))
            views.Add(await ViewAsync(db, actor, stored.GetValueOrDefault(kind) ?? UnattendedPolicy.Off(kind), names, only is not null, tried, cancellation));
        return views;
    }

    private async Task<PolicyView> ViewAsync(PortalDb db, Actor actor, UnattendedPolicy policy, Dictionary<PersonId, string> names, bool listed, LadderPlan? tried, CancellationToken cancellation)
    {
        var (kind, now) = (policy.Kind, time.GetUtcNow());
        var read = new UnattendedReading(db, tried?.WhyNot(kind) is null ? tried ?? policy.Plan : policy.Plan, now, cancellation);
        var followed = await db.Open(kind).To(actor, db).CountAsync(cancellation);
        var candidates = await UnattendedSources.Of(kind).CandidatesAsync(read);
        var facts = (await read.FactsAsync(kind, [.. candidates.Take(MostCounted)])).Values.Where(fact => actor.SeesTenant(fact.Thing.Tenant) && fact.Attendance != Attendance.Attended).OrderBy(fact => fact.Since).ToList();
        return new(kind, policy.Order, policy.On && policy.ReportsOnly(now), Proposal(actor, policy, names), policy.SweptAt)
        {
            Would = facts.Count(fact => fact.Attendance == Attendance.Unattended),
            Unknown = facts.Count(fact => fact.Attendance is Attendance.Unknown or Attendance.Held),
            Followed = followed,
            MayChange = Permissions.Allows(actor, Permission.ManagePolicies),
            List = listed ? [.. facts.Take(Listed).Select(fact => new DryRow(fact.Thing.Label, fact.Words, fact.Since, fact.Attendance == Attendance.Unattended))] : [],
        };
    }

    private static ProposalView? Proposal(Actor actor, UnattendedPolicy policy, Dictionary<PersonId, string> names) => policy.Proposal is { } proposal
        ? new(proposal.Order, names.GetValueOrDefault(proposal.By) ?? "Somebody", proposal.At, proposal.Reason,
            Permissions.Allows(actor, Permission.AgreeUnattended) && proposal.By != actor.Person, Permissions.Allows(actor, Permission.AgreeUnattended))
        : null;
}
