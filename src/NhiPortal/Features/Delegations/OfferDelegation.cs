using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Delegations;

/// <summary>What an owner lends: to whom, from which day (UTC; none is now) and for how many days.</summary>
public sealed record DelegationOrder(string StandInMail, DateOnly? FromDay, int Days, string Reason)
{
    /// <summary>Null lends every role the owner holds.</summary>
    public OwnerRole? Role { get; init; }

    /// <summary>Hands over this one request and nothing else.</summary>
    public RequestId? Request { get; init; }
}

/// <summary>An owner asks somebody to stand in for them; it counts once that person has accepted.</summary>
public sealed class OfferDelegation(UnitOfWork work)
{
    public const int ShortestReason = 5;

    public Task<Result<DelegationId>> RunAsync(Actor actor, DelegationOrder order, CancellationToken cancellation) =>
        work.RunAsync<DelegationId>(actor, "delegation.offer", async run =>
        {
            if (actor.Person is not { } me)
                return new Refusal("not_found", "Only a person can lend a role.");
            if (await run.Db.HeldAsync(actor, o => order.Role == null || o.Role == order.Role, run.Now, cancellation) is not { Count: > 0 } held)
                return new Refusal("role_not_held", "You hold no such role now, so there is nothing to lend.");
            var reason = Text.Required(order.Reason, "The reason", Text.Reason, ShortestReason);
            if (!reason.Succeeded)
                return reason.Refusal;
            var mail = order.StandInMail.Trim();
            var standIn = mail.Length == 0 ? null : await run.Db.People.AsNoTracking().Where(p => p.Mail == mail)
                .OrderByDescending(p => p.Status == PersonStatus.Active).ThenBy(p => p.Id).FirstOrDefaultAsync(cancellation);
            var from = order.FromDay is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : run.Now;
            // Whoever owns in several tenants lends in one that the stand-in works in, and by another offer in the next.
            var lent = standIn is null ? [] : await run.Db.Delegations.Where(d => d.LenderId == me && d.StandInId == standIn.Id && d.Role == order.Role && d.RequestId == null && d.ClosedAt == null && d.Until > from && d.Until > run.Now).Select(d => d.TenantId).ToListAsync(cancellation);
            var there = held.Select(o => o.TenantId).Distinct().Where(t => standIn?.BelongsTo(t) is true).ToList();
            var tenant = there.Count == 0 ? held[0].TenantId : there.FirstOrDefault(t => !lent.Contains(t), there[0]);
            if (order.Request is { } id)
            {
                run.About = run.About with { Request = id };
                if (await TenantOfAsync(run, actor, me, id, cancellation) is not { Succeeded: true } mine)
                    return new Refusal("not_your_stage", "This request does not wait for you in a role of your own, so you cannot hand it over.");
                tenant = mine.Value;
            }

            run.About = run.About with { Tenant = tenant };
            // An address of somebody else's tenant is as unknown as one that nobody has.
            if (standIn?.BelongsTo(tenant) == false)
                standIn = null;
            if (Nominations.Unfit(standIn, tenant, "stand-in") is { } unfit)
                return unfit;
            if (order.Days is < 1 or > 90)
                return new Refusal("too_long", "Choose from 1 to 90 days.");
            var offered = Delegation.Offer(
                new DelegationOffer(tenant, me, standIn!.Id, from, (from < run.Now ? run.Now : from).AddDays(order.Days), reason.Value) { Role = order.Role, Request = order.Request }, run.Now);
            if (!offered.Succeeded)
                return offered.Refusal;
            var made = offered.Value;
            if (await run.Db.Delegations.AnyAsync(d => d.TenantId == made.TenantId && d.LenderId == me && d.StandInId == made.StandInId && d.Role == made.Role && d.RequestId == made.RequestId && d.ClosedAt == null && d.Until > made.From && d.From < made.Until, cancellation))
                return new Refusal("offered_already", $"{standIn.Name} is asked to stand in for this already.");
            run.Db.Delegations.Add(made);
            run.Record(run.About with
            {
                Kind = "delegation.offered",
                Sentence = $"{actor.Name} asked {standIn.Name} to stand in {DelegationWords.Scope(made)} until {made.Until:d MMM yyyy, HH:mm} UTC.",
                Person = Work.Thing(standIn),
                Facts = new Dictionary<string, string?> { ["reason"] = reason.Value, ["role"] = made.Role?.Token(), ["from"] = made.From.ToString("o"), ["until"] = made.Until.ToString("o") },
            });
            return made.Id;
        }, cancellation);

    /// <summary>The tenant of a request that waits for this person in a role of their own: what is lent cannot be lent on.</summary>
    private static async Task<Result<TenantId>> TenantOfAsync(Work run, Actor actor, PersonId me, RequestId id, CancellationToken cancellation)
    {
        var request = await run.Db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery().To(actor, run.Db).SingleOrDefaultAsync(r => r.Id == id, cancellation);
        if (request is null)
            return new Refusal("not_found", "There is no such request for you.");
        var turn = request.TurnFor(await run.Db.ApproverFactsAsync(request, me, run.Now, cancellation), run.Now);
        return !turn.Succeeded ? turn.Refusal : turn.Value.Lent is null ? request.TenantId : new Refusal("lent", "A lent role cannot be lent on.");
    }
}
