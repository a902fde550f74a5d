using FsCheck.Fluent;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Tests.Owners;

/// <summary>Ownerships end by the clock alone, and only the nominee's own yes makes one hold.</summary>
public sealed class OwnershipTests
{
    private static readonly FsCheck.Gen<(Ownership Ownership, IReadOnlyList<(int Act, PersonId By, int Days)> Story)> Stories =
        from person in Gen.Elements(World.People)
        from story in Gen.ListOf(
            from act in Gen.Choose(0, 3)
            from who in Gen.Elements(World.People)
            from days in Gen.Choose(0, 40)
            select (act, who, days))
        select (Ownership.Nominate(default, OwnerRole.BusinessOwner, person, default(IntegrationId), null, null, null, World.Now), (IReadOnlyList<(int, PersonId, int)>)[.. story]);

    [Fact]
    public void Holding_NeedsTheOwnersOwnYes_AndEndsWithoutOne() => World.Holds(
        Stories,
        story =>
        {
            var (ownership, acts) = story;
            var now = World.Now;
            DateTimeOffset? lastYes = null;
            foreach (var (act, by, days) in acts)
            {
                now = now.AddDays(days);
                var done = act switch
                {
                    0 => ownership.Accept(by, 60, now),
                    1 => ownership.Attest(by, 60, now),
                    2 => ownership.Decline(by, "no thanks", now),
                    _ => days == 40 ? ownership.End(OwnershipEnd.Ended, "over", now) : ownership.Attest(by, 60, now),
                };
                if (done.Succeeded && act != 3 && by != ownership.PersonId)
                    return false;
                if (done.Succeeded && ownership.ClosedAt is null)
                    lastYes = now;
                var holds = ownership.HoldsAt(now, true);
                if (holds && (lastYes is null || now - lastYes > TimeSpan.FromDays(60) + Ownership.Grace))
                    return false;
                if (holds != (ownership.State(now, true) is OwnershipState.Accepted or OwnershipState.Due or OwnershipState.Overdue))
                    return false;
                if (ownership.HoldsAt(now, false))
                    return false;
            }

            return !ownership.HoldsAt(now.AddDays(60) + Ownership.Grace, true);
        },
        5000);

    [Fact]
    public void LookAgain_NeverMissesAChangeOfState() => World.Holds(
        from story in Stories
        from days in Gen.Choose(0, 200)
        select (story, days),
        x =>
        {
            var ownership = x.story.Ownership;
            ownership.Accept(ownership.PersonId, 60, World.Now);
            var now = World.Now.AddDays(x.days);
            ownership.Looked(now);
            var state = ownership.State(now, true);
            var next = ownership.LookAgainAt;
            // Until the next look nothing changes; at it something does.
            return next is null
                ? ownership.State(now.AddYears(10), true) == state
                : ownership.State(next.Value.AddTicks(-1), true) == state && ownership.State(next.Value, true) != state;
        });
}
