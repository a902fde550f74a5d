using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit;
using static NhiPortal.Tests.PortalPage;

namespace NhiPortal.Tests.Features.Audit;

/// <summary>The page as an auditor uses it.</summary>
public sealed class AuditLogTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
        await org.ApproveAsync(org.Bea, await org.AskAsync());
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Log_ShowsNewestFirstAndKeepsItsFiltersInAddressAndFiles()
    {
        await using var page = OpenStill(portal, org.Staff, Role.Auditor);
        var log = page.Show<AuditLog>("/audit?kind=request&person=" + org.Bea.Id, ".data-table td");
        Assert.Contains("Request approve refused", Words(log.Find("tbody tr")), StringComparison.Ordinal);
        Assert.Single(log.FindAll("tbody tr"));
        Assert.Contains("Person: Bea", log.FindAll(".filter-chip").Select(chip => Words(chip).TrimEnd('×', ' ')));
        log.FindAll(".filter-select select")[1].Change("denied");
        Assert.Contains("outcome=denied", page.Address, StringComparison.Ordinal);
        foreach (var type in new[] { "csv", "jsonl" })
            Assert.Contains(log.FindAll("a"), link => link.GetAttribute("href")?.StartsWith($"/audit.{type}?kind=request&person=", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Log_ChangedFilter_LeavesThePlaceInTheList()
    {
        await using var page = OpenStill(portal, org.Staff, Role.Auditor);
        var log = page.Show<AuditLog>("/audit?before=3&hide=actor", ".data-table td");
        Assert.DoesNotContain(log.FindAll("thead th"), head => Words(head) == "Actor");
        log.FindAll(".filter-select select")[2].Change("7");
        Assert.EndsWith("/audit?period=7&hide=actor", page.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_NothingFits_SaysWhatToDo()
    {
        await using var page = OpenStill(portal, org.Staff, Role.Auditor);
        var log = page.Show<AuditLog>("/audit?integration=no-such-thing", ".empty-state");
        Assert.Contains("No event matches", log.Markup, StringComparison.Ordinal);
        Assert.Contains(log.FindAll(".empty-state a"), link => link.GetAttribute("href") == "/audit");
    }

    [Fact]
    public async Task Log_WordsBehindTheReach_SaysHowFarItLooked()
    {
        await ManyEvents.AddAsync(portal, org, 21_000, ManyEvents.Of(ActorKind.Workload));
        await using var page = OpenStill(portal, org.Staff, Role.Auditor);
        var log = page.Show<AuditLog>("/audit?q=nowhere+to+be+found", ".empty-state");
        Assert.Contains("The search looked back to", log.Markup, StringComparison.Ordinal);
        Assert.Contains("before=", Button(log, "Look further back").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_EventsElsewhere_AreCountedAndShownWhenAsked()
    {
        await using var page = OpenStill(portal, org.Staff, Role.Auditor);
        var log = page.Show<AuditLog>("/audit?kind=request.asked", ".data-table td");
        await org.AskAsync(SmallOrganisation.AddMember("u9"));
        portal.Time.Advance(TimeSpan.FromSeconds(3));
        log.WaitForAssertion(() => Assert.Equal("1 newer event", Words(log.Find(".newer-chip"))), Patience);
        Assert.Single(log.FindAll("tbody tr"));
        log.Find(".newer-chip").Click();
        log.WaitForAssertion(() => Assert.Equal(2, log.FindAll("tbody tr").Count), Patience);
        Assert.Empty(log.FindAll(".newer-chip"));
    }

    [Fact]
    public async Task Verify_IntactThenChanged_ShowsTheVerdictWithItsPlaces()
    {
        await portal.SignedLogAsync(5);
        await using var page = OpenStill(portal, org.Staff, Role.Auditor);
        var log = page.Show<AuditLog>("/audit", ".data-table td");
        Assert.Contains("Not verified yet", Words(log.Find(".log-standing")), StringComparison.Ordinal);
        Button(log, "Verify now").Click();
        log.WaitForAssertion(() => Assert.Contains("all as they were written", Words(log.Find(".log-standing")), StringComparison.Ordinal), Patience);

        await portal.SqlAsync("UPDATE AuditEvents SET Body = replace(Body, 'Attempt 3', 'Attempt 8') WHERE Kind = 'access.denied'");
        Button(log, "Verify now").Click();
        log.WaitForAssertion(() => Assert.Contains("fault", Words(log.Find(".log-standing .badge")), StringComparison.Ordinal), Patience);
        Assert.Contains(log.FindAll(".log-faults li"), fault => Words(fault).Contains("access.denied", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Event_Opened_ShowsItsProof_AndTheLogTellsOnlyTheNextReader()
    {
        await portal.SignedLogAsync(1);
        await using var db = portal.Db();
        var id = db.AuditEvents.Single(e => e.Kind == "request.asked").EventId;
        await using var page = OpenStill(portal, org.Staff, Role.Auditor);
        var shown = page.Show<AuditEventPage>($"/audit/{id}", "h1", with => with.Add(p => p.Id, id));
        Assert.Equal("Request asked", Words(shown.Find("h1")));
        Assert.Contains("proved under the checkpoint", Words(shown.Find(".badge")), StringComparison.Ordinal);
        Assert.Equal(1, db.AuditEvents.Count(e => e.Kind == OpenAuditEvent.Read));
    }
}
