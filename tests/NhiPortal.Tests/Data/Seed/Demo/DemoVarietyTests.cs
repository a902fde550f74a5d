using NhiPortal.Data.Seed.Demo;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Tests.Data.Seed.Demo;

/// <summary>The story must come out the same whatever day and hour it is told.</summary>
public sealed class DemoVarietyTests
{
    public static TheoryData<string> Moments =>
        ["2026-03-02T09:00:00Z", "2026-03-01T00:00:01Z", "2026-02-28T23:59:59Z", "2024-02-29T06:30:00Z", "2026-01-01T00:00:00Z", "2026-11-28T12:00:00Z", "2026-10-25T01:30:00Z"];

    [Theory]
    [MemberData(nameof(Moments))]
    public void Play_AnyMoment_LeavesNoKindOfThingOut(string moment)
    {
        var world = Play(moment);
        Everything(world.Integrations.Values.Select(i => i.Kind));
        Everything(world.Integrations.Values.Select(i => i.Status));
        Everything(world.Integrations.Values.Select(i => i.Standing));
        Everything(world.Integrations.Values.Select(i => i.Environment));
        Everything(world.Targets.Values.Select(t => t.Store));
        Everything(world.Targets.Values.Select(t => t.Criticality));
        Everything(world.Actions.Values.Select(a => a.Class));
        Everything(world.Actions.Values.Select(a => a.Risk));
        Everything(world.People.Values.Select(p => p.Status));
        Everything(world.Credentials.Select(c => c.Kind));
        Everything(world.Ownerships.Select(o => o.Role));
        Everything(world.Ownerships.Select(o => o.State(world.Now, world.Of(o.PersonId).Active)));
        Everything(world.Ownerships.Where(o => o.Closing is not null).Select(o => o.Closing!.Value));
        Everything(world.Gaps.Select(g => g.Kind), GapKind.SamePersonInAllRoles);
        // What changed in the demo changed before anything was allowed.
        Everything(world.Grants.Select(g => g.Status), GrantStatus.Returned);
        Everything(world.Requests.Select(r => r.Status), RequestStatus.Failed);
        Everything(world.Requests.SelectMany(r => r.Decisions).Select(d => d.Verdict));
        Assert.Contains(world.Credentials, c => c.ExpiresAt < world.Now);
        Assert.Contains(world.Credentials, c => c.LongLived);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Play_AnyMoment_EndsEachTaleAsToldAndKeepsHrSyncUsable(string moment)
    {
        var world = Play(moment);
        foreach (var (thing, role, tale, _) in DemoOwners.Tales)
        {
            var mine = world.Ownerships.Where(o => o.Role == role && (Key(world, o) == thing)).ToList();
            var expected = tale switch
            {
                OwnerTale.Due => OwnershipState.Due,
                OwnerTale.Overdue => OwnershipState.Overdue,
                OwnerTale.Stale => OwnershipState.Lapsed,
                OwnerTale.Waiting => OwnershipState.Nominated,
                OwnerTale.Declined => OwnershipState.Declined,
                OwnerTale.GivenUp => OwnershipState.Ended,
                _ => OwnershipState.Accepted,
            };
            Assert.Contains(mine, o => o.State(world.Now, true) == expected);
        }

        Assert.Equal(Standing.Accountable, world.Integrations["hr-sync"].Standing);
        Assert.Equal(Standing.Accountable, world.Integrations["vendor-helpdesk"].Standing);
        Assert.Equal(Standing.Gap, world.Integrations["orphan-bot"].Standing);
        Assert.InRange(world.Requests.Count(r => r.Status == RequestStatus.Pending), 19, 24);
        Assert.InRange(world.Grants.Count(g => g.Status == GrantStatus.Active), 6, 8);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Play_AnyMoment_FillsTheInboxWithWhatInboxesHave(string moment)
    {
        var world = Play(moment);
        var waiting = world.Requests.Where(r => r.Status == RequestStatus.Pending).ToList();
        Assert.Contains(waiting.GroupBy(r => (r.WorkloadId, r.ActionName, r.TargetId)), alike => alike.Count() >= NhiPortal.Features.Requests.InboxGroup.Fewest);
        Assert.Contains(waiting, r => r.OpenQuestion is not null);
        var back = Assert.Single(waiting, r => r.FollowsId is not null);
        Assert.Equal(["Purpose"], back.Changes.Select(change => change.Name));
        Assert.Single(world.Requests.Single(r => r.Id == back.FollowsId).Decisions);
        var carried = Assert.Single(world.Executions);
        Assert.Equal((ExecutionState.Reverted, 2), (carried.State, carried.Attempts.Count));
        Assert.Equal(DraftState.WaitingForSecondPerson, Assert.Single(world.Drafts).State);
        Assert.True(RulePack.Parse(Assert.Single(world.AccessRules).Pack).Value.RunTests().All(outcome => outcome.Passed));
        Assert.False(Assert.Single(world.Channels).Active);
    }

    [Fact]
    public void Play_Twice_TellsTheSameStory()
    {
        var (one, other) = (Play("2026-03-02T09:00:00Z"), Play("2026-03-02T09:00:00Z"));
        Assert.Equal(one.Events.Select(e => (e.At, e.Kind)), other.Events.Select(e => (e.At, e.Kind)));
        Assert.Equal(one.Requests.Select(r => (r.AskedAt, r.Status, r.ResourceId)), other.Requests.Select(r => (r.AskedAt, r.Status, r.ResourceId)));
    }

    private static DemoWorld Play(string moment) => DemoOrganisation.Play(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture));

    private static string Key(DemoWorld world, Ownership ownership) =>
        ownership.IntegrationId is { } integration ? world.Of(integration).Key : world.Of(ownership.TargetId!.Value).Key;

    private static void Everything<T>(IEnumerable<T> seen, params T[] except) where T : struct, Enum =>
        Assert.Equal(Enum.GetValues<T>().Except(except).Order(), seen.Distinct().Except(except).Order());
}
