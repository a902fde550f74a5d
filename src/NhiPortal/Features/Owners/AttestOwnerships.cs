using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Owners;

/// <summary>What became of ownerships confirmed together: how many, and why not the others.</summary>
public sealed record AttestedTogether(int Attested, IReadOnlyList<string> WhyNot);

/// <summary>An owner confirms several ownerships, each of which they have looked at. What is theirs no more is told; the rest is confirmed.</summary>
public sealed class AttestOwnerships(UnitOfWork work)
{
    /// <summary>As many as one page of a list shows.</summary>
    public const int Most = 200;

    public Task<Result<AttestedTogether>> RunAsync(Actor actor, IReadOnlyCollection<OwnershipId> ids, CancellationToken cancellation) =>
        work.RunAsync<AttestedTogether>(actor, "ownership.attest", async run =>
        {
            if (ids.Count is 0 or > Most)
                return new Refusal("how_many", $"Tick 1 to {Most} ownerships at a time.");
            var person = actor.Person ?? default;
            var wanted = ids.Distinct().ToList();
            var mine = await run.Db.Ownerships.Where(o => wanted.Contains(o.Id) && o.PersonId == person && o.ClosedAt == null).ToListAsync(cancellation);
            var things = await run.Db.ThingsAsync(actor, mine.ConvertAll(OwnerCell.Of), cancellation);
            var refused = new List<Refusal>();
            foreach (var ownership in mine)
                if ((things.TryGetValue(OwnerCell.Of(ownership), out var thing) ? run.Attest(ownership, thing, person, mine.Count).Refusal : Gone) is { } why)
                    refused.Add(thing is null ? why : why with { Sentence = $"{thing.Key}: {why.Sentence}" });
            refused.AddRange(wanted.Skip(mine.Count).Select(_ => Gone));
            return refused.Count == wanted.Count
                ? refused[0]
                : new AttestedTogether(wanted.Count - refused.Count, [.. refused.Select(why => why.Sentence)]);
        }, cancellation);

    private static Refusal Gone => new("not_yours", "One of them is not yours any more.");
}
