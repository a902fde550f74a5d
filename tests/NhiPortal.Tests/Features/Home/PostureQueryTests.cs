using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Features.Home;
using NhiPortal.Features.Owners;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Home;

public sealed class PostureQueryTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Run_WithoutRole_HasNoPosture()
    {
        Assert.Null(await portal.Get<PostureQuery>().RunAsync(As(org.Sam), Stop));
        Assert.Null(await portal.Get<PostureQuery>().RunAsync(new Actor { Kind = ActorKind.Anonymous, Id = Guid.Empty, Name = "nobody" }, Stop));
    }

    [Fact]
    public async Task Run_CountsWhatTheListsShow()
    {
        var first = await org.AskAsync();
        await org.ApproveAsync(org.Sam, first);
        await org.ApproveAsync(org.Sam, first);
        await org.ApproveAsync(org.Ian, first);
        await org.AskAsync(AddMember("u9"));
        await portal.ArrangeAsync(db => db.Integrations.Single().Stand(Standing.Accountable));
        var posture = await PostureAsync();
        Assert.Equal((1, 1, 1, 1, 1), (posture.Active, posture.Accountable, posture.Waiting, posture.LiveGrants, posture.RefusedInADay));
        Assert.Equal(2, posture.Decisions.Count(decision => decision.Approved));
        Assert.Equal(portal.Now.AddMinutes(30), posture.NextGrantEnds);
        Assert.False(posture.IsEmpty);
    }

    [Fact]
    public async Task Run_OwnerForgets_OverdueFirstThenGap()
    {
        portal.Time.Advance(TimeSpan.FromDays(61));
        await portal.Get<SweepOwnerships>().RunAsync(Stop);
        Assert.Equal(2, (await PostureAsync()).OverdueAttestations);
        Assert.Equal(0, (await PostureAsync()).Gaps);
        portal.Time.Advance(TimeSpan.FromDays(14));
        await portal.Get<SweepOwnerships>().RunAsync(Stop);
        var posture = await PostureAsync();
        Assert.Equal((0, 2, 0), (posture.OverdueAttestations, posture.Gaps, posture.Accountable));
        Assert.Equal([(GapKind.Stale, "hr-sync"), (GapKind.Stale, "hr-sync")], posture.OldestGaps.Select(gap => (gap.Kind, gap.Thing)));
    }

    [Fact]
    public async Task Run_StaffOfAnotherTenant_CountNothing()
    {
        await org.AskAsync();
        var posture = await PostureAsync(org.Stranger);
        Assert.Equal((0, 0, true), (posture.Active, posture.Waiting, posture.IsEmpty));
    }

    [Fact]
    public void RefusedAttempts_NameEveryAttemptInTheSource()
    {
        var attempts = from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "NhiPortal"), "*.cs", SearchOption.AllDirectories)
                       where !file.Contains("/obj/", StringComparison.Ordinal)
                       from System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(
                           File.ReadAllText(file), """RunAsync(?:<[^>(]+>)?\(\s*actor, (?:[^"(;]*\? )?"(?<one>[a-z_]+\.[a-z_.]+)"(?: : "(?<two>[a-z_.]+)")?""")
                       from name in new[] { match.Groups["one"].Value, match.Groups["two"].Value }
                       where name.Length > 0
                       select $"{name}.refused";
        Assert.NotEmpty(attempts);
        Assert.Empty(attempts.Except(RefusedAttempts.Kinds));
    }

    private async Task<Posture> PostureAsync(Person? person = null) => (await portal.Get<PostureQuery>().RunAsync(As(person ?? org.Staff, Role.IamStaff), Stop))!;
}
