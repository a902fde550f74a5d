using System.Globalization;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Integrations;
using NhiPortal.Shell.Parts;
using NhiPortal.Tests.Data;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Audit;

/// <summary>A request, its approval and its grant's end, some refusals, and a day later a suspension.</summary>
public sealed class AuditLogQueryTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
        var request = await org.AskAsync();
        await org.ApproveAsync(org.Bea, request);
        await org.ApproveAsync(org.Sam, request);
        await org.ApproveAsync(org.Ian, request);
        await AllowedAsync(request);
        portal.Time.Advance(TimeSpan.FromDays(1));
        await portal.Get<EndDueGrants>().RunAsync(Stop);
        await portal.Get<SuspendIntegration>().RunAsync(As(org.Staff, Role.SecurityOperations), org.Sync.Id, "looks odd today", Stop);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Theory]
    [InlineData("", "integration.suspended,grant.expired,access.allowed,request.approved,request.stage_approved,request.approve.refused,request.asked")]
    [InlineData("?kind=request", "request.approved,request.stage_approved,request.approve.refused,request.asked")]
    [InlineData("?kind=request.asked&kind=grant", "grant.expired,request.asked")]
    [InlineData("?outcome=refused", "request.approve.refused")]
    [InlineData("?outcome=denied", "")]
    [InlineData("?kind=request&outcome=refused", "request.approve.refused")]
    [InlineData("?integration=hr-sync&kind=integration", "integration.suspended")]
    [InlineData("?integration=no-such-thing", "")]
    [InlineData("?target=corp-directory&kind=request", "request.approved,request.stage_approved,request.approve.refused,request.asked")]
    [InlineData("?workload=hr-sync", "access.allowed,request.asked")]
    [InlineData("?workload=nobody", "")]
    [InlineData("?person=sam", "access.allowed,request.stage_approved")]
    [InlineData("?person=bea", "request.approve.refused")]
    [InlineData("?person=nora", "")]
    [InlineData("?person=not-an-id", "")]
    [InlineData("?period=today", "integration.suspended,grant.expired")]
    [InlineData("?from=2026-03-02&to=2026-03-02", "access.allowed,request.approved,request.stage_approved,request.approve.refused,request.asked")]
    [InlineData("?to=2026-03-01", "")]
    [InlineData("?from=yesterday&period=nonsense&kind=request.asked", "request.asked")]
    [InlineData("?q=SUSPENDED", "integration.suspended")]
    [InlineData("?q=looks+odd", "")]
    [InlineData("?q=100%25", "")]
    public async Task Run_Filters_FindWhatTheAddressSays(string address, string kinds)
    {
        foreach (var (name, person) in new[] { ("sam", org.Sam), ("bea", org.Bea), ("nora", org.Nora) })
            address = address.Replace($"person={name}", $"person={person.Id}", StringComparison.Ordinal);
        var page = await ReadAsync(address);
        Assert.Equal(kinds, string.Join(',', page.Lines.Select(line => line.Kind)));
        Assert.Null(page.Older);
        Assert.Null(page.LookedBackTo);
    }

    [Fact]
    public async Task Run_DaysInThePersonsZone_BeginAtTheirMidnight()
    {
        // It is 9:00 UTC; on the other side of the date line the first day's events happened a day later.
        var page = await ReadAsync("?from=2026-03-03&kind=request.asked", zone: "Pacific/Kiritimati");
        Assert.Empty(page.Lines);
        portal.Time.SetUtcNow(new DateTimeOffset(2026, 3, 4, 11, 0, 0, TimeSpan.Zero));
        await ResumeAsync();
        await org.AskAsync(AddMember("late"));
        Assert.Single((await ReadAsync("?from=2026-03-05&kind=request.asked", zone: "Pacific/Kiritimati")).Lines);
        Assert.Empty((await ReadAsync("?from=2026-03-05&kind=request.asked")).Lines);
    }

    [Fact]
    public async Task Run_OtherTenantOrNoRole_FindsNothing()
    {
        Assert.Empty((await portal.Get<AuditLogQuery>().RunAsync(As(org.Stranger, Role.Auditor), new(), 50, Stop)).Lines);
        Assert.Empty((await portal.Get<AuditLogQuery>().RunAsync(As(org.Bea), new(), 50, Stop)).Lines);
        Assert.Equal(0, await portal.Get<AuditLogQuery>().CountNewerAsync(As(org.Bea), new(), 0, Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?kind=access&kind=gap")]
    [InlineData("?integration=hr-sync")]
    [InlineData("?target=corp-directory&q=by+hr-sync")]
    public async Task Pages_BothWays_ShowEveryEventOnce(string address)
    {
        await ManyEvents.AddAsync(portal, org, 230, ManyEvents.Of(ActorKind.Workload));
        var down = new List<AuditPage>();
        for (var page = await ReadAsync(address); ; page = await ReadAsync(address, $"before={page.Older}"))
        {
            down.Add(page);
            if (page.Older is null)
                break;
        }

        var rows = down.SelectMany(page => page.Lines.Select(line => line.Row)).ToList();
        Assert.Equal(rows.Distinct().OrderDescending(), rows);
        Assert.True(rows.Count >= 230);
        for (var n = down.Count - 1; n > 0; n--)
            Assert.Equal(down[n - 1].Lines.Select(line => line.Row), (await ReadAsync(address, $"after={down[n].Newer}")).Lines.Select(line => line.Row));
        Assert.Null(down[0].Newer);
    }

    [Fact]
    public async Task CountNewer_OfWhatTheFilterShows_CountsUpToItsMost()
    {
        await ResumeAsync();
        var seen = (await ReadAsync("?kind=gap")).SeenUpTo;
        await org.AskAsync(AddMember("u1"));
        Assert.Equal(0, await NewerAsync("?kind=gap", seen));
        Assert.Equal(1, await NewerAsync("?kind=request", seen));
        await ManyEvents.AddAsync(portal, org, 150, ManyEvents.Of(ActorKind.Workload));
        Assert.Equal(AuditLogQuery.MostCounted, await NewerAsync("", seen));
    }

    /// <summary>In a long log every first page comes from an index and looks at no more rows than it may.</summary>
    [Fact]
    public async Task LongLog_EveryFilter_WalksAnIndexWithinItsReach()
    {
        await ManyEvents.AddAsync(portal, org, 60_000, ManyEvents.Of(ActorKind.Workload));
        using var plans = new QueryPlans(portal.Folder);
        foreach (var role in new[] { Role.Administrator, Role.Auditor })
            foreach (var address in Shapes())
            {
                await ReadAsync(address, role: role);
                await ReadAsync(address, "before=40000", role);
                await ReadAsync(address, "after=20000", role);
            }

        var log = plans.Seen.Where(query => query.Sql.Contains("\"AuditEvents\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(log);
        Assert.Empty(log.Where(query => query.Plan.Any(step => step.StartsWith("SCAN a", StringComparison.Ordinal)
            && !query.Plan.Any(made => made.EndsWith($"CO-ROUTINE {step.Split(' ')[1]}", StringComparison.Ordinal)))).Select(query => $"{string.Join('\n', query.Plan)}\n{query.Sql}").Distinct());
        // Only what was read from several indexes, each in order and within its page, is put in order together.
        Assert.Empty(log.Where(query => query.Plan.Any(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal))
            && !query.Plan.Any(step => step.Contains("UNION ALL", StringComparison.Ordinal) || step.Contains("IX_AuditEvents_RequestId_Id", StringComparison.Ordinal)))
            .Select(query => $"{string.Join('\n', query.Plan)}\n{query.Sql}").Distinct());
    }

    [Fact]
    public async Task LongLog_RareMatchBehindTheReach_IsFoundByGoingOn()
    {
        await ManyEvents.AddAsync(portal, org, 60_000, ManyEvents.Of(ActorKind.Workload));
        // The rare kind's own index answers at once, also together with the target that nearly every event has.
        Assert.Equal(60_000 / ManyEvents.Rare, (await ReadAsync("?kind=gap&target=corp-directory")).Lines.Count);
        const string Rare = "?q=%22rare%22+thing+5000+by";
        var (found, looks) = (0, 0);
        for (var page = await ReadAsync(Rare); ; page = await ReadAsync(Rare, $"before={page.Older}"))
        {
            (found, looks) = (found + page.Lines.Count, looks + 1);
            if (page.Older is null)
                break;
            Assert.NotNull(page.LookedBackTo);
        }

        Assert.Equal((1, 4), (found, looks));
    }

    private static IEnumerable<string> Shapes() =>
    [
        "", "?kind=gap", "?kind=access", "?kind=gap&kind=access&kind=request", "?outcome=refused", "?outcome=denied", "?integration=hr-sync", "?target=corp-directory",
        "?integration=hr-sync&kind=gap", "?target=corp-directory&kind=gap.opened&outcome=refused", "?workload=hr-sync", "?workload=hr-sync&kind=gap", "?period=7",
        "?from=2026-03-01&to=2026-03-02", "?q=attempt", "?q=nowhere+to+be+found", "?q=nowhere&kind=access", "?person=sam", "?person=sam&kind=access", "?person=sam&q=nowhere",
    ];

    private Task<AuditPage> ReadAsync(string address, string? cursor = null, Role role = Role.Auditor, string? zone = null)
    {
        var list = ListQuery.Parse(address.Replace("person=sam", $"person={org.Sam.Id}", StringComparison.Ordinal) + (cursor is null ? "" : (address.Length == 0 ? "?" : "&") + cursor));
        return portal.Get<AuditLogQuery>().RunAsync(As(org.Staff, role), AuditFilter.From(list, Zone.Named(zone), portal.Now), 50, Stop);
    }

    private Task<Result<Done>> ResumeAsync() => portal.Get<ResumeIntegration>().RunAsync(As(org.Staff, Role.IamStaff), org.Sync.Id, "explained by now", Stop);

    private Task<int> NewerAsync(string address, long row) =>
        portal.Get<AuditLogQuery>().CountNewerAsync(As(org.Staff, Role.Auditor), AuditFilter.From(ListQuery.Parse(address), Zone.Utc, portal.Now), row, Stop);

    /// <summary>One use of the grant, as the decision path records it.</summary>
    private Task AllowedAsync(RequestId request) => portal.ArrangeAsync(db => db.AuditEvents.Add(AuditEvent.Of(Recorded.Body(portal.Now) with
    {
        Kind = "access.allowed",
        Tenant = org.Home.Id.Value,
        Sentence = string.Create(CultureInfo.InvariantCulture, $"hr-sync was allowed."),
        Integration = new AuditThing(org.Sync.Id.Value, "hr-sync"),
        Workload = new AuditWorkload(org.Workload.Id.Value, "urn:test", "hr-sync"),
        Request = request.Value,
        Approvers = [new AuditRoleHolder(org.Sam.Id.Value, "Sam", "system_owner")],
    })));
}
