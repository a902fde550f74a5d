using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Imports;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Integrations.Drafts;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Imports;

/// <summary>Integrations from a file: every fault named, the rest imported, a second time nothing.</summary>
public sealed class IntegrationImportTests : IAsyncLifetime
{
    private const string Head = "key,name,purpose,kind,environment,vendor,end_of_life,business_owner,iam_owner,paths,issuer,subject";
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private Actor Staff => As(org.Staff, Role.IamStaff);

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
        await portal.ArrangeAsync(db => db.Add(Vendor.Create(org.Home.Id, "acme", "Acme", org.Bea.Id, portal.Now, systems: [org.Database.Id])));
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    /// <summary>One good row; each fault changes one thing of it.</summary>
    private static string Row(
        string key, string name = "A robot", string purpose = "Does one thing every night.", string kind = "ScriptedAutomation", string environment = "Production", string vendor = "", string end = "",
        string business = "bea@home.example", string iam = "ian@home.example", string paths = "corp-directory:group.add_member:app-*", string issuer = "urn:test", string? subject = null) =>
        $"{key},{name},{purpose},{kind},{environment},{vendor},{end},{business},{iam},{paths},{issuer},{subject ?? $"sub-{key}"}";

    /// <summary>The 37 ways a row is wrong, and a word of the reason each must name.</summary>
    private static readonly (Func<string, string> Row, string Told)[] Faults =
    [
        (k => Row(""), "key is missing"), (k => Row("ab"), "needs 3 to 100"), (k => Row("Has-Capitals"), "lower case"), (k => Row("under_score"), "lower case"), (k => Row("-edge"), "lower case"),
        (k => Row("new"), "uses that word"), (k => Row(new string('k', 101)), "101 characters"), (k => Row("robot-1"), "Row 2 says robot-1 already"), (k => Row(k, name: ""), "name needs at least 3"),
        (k => Row(k, name: new string('n', 201)), "201 characters"), (k => Row(k, purpose: "short"), "at least 10"), (k => Row(k, purpose: ""), "purpose"), (k => Row(k, kind: "Robot"), "kind “Robot”"), (k => Row(k, kind: ""), "kind is missing"),
        (k => Row(k, environment: "Moon"), "environment “Moon”"), (k => Row(k, vendor: "nobody"), "no vendor “nobody”"), (k => Row(k, kind: "VendorOperated"), "names its vendor"), (k => Row(k, vendor: "acme"), "not bound to corp-directory"),
        (k => Row(k, end: "31.12.2027"), "no date"), (k => Row(k, end: "2027-02-30"), "no date"), (k => Row(k, end: "2020-01-01"), "in the past"), (k => Row(k, business: "who@home.example"), "nobody called “who@home.example”"),
        (k => Row(k, iam: "gone@home.example"), "nobody called"), (k => Row(k, business: "stranger@other.example"), "does not work in this tenant"), (k => Row(k, paths: "corp-directory"), "target:action:pattern"),
        (k => Row(k, paths: "nowhere:group.add_member:*"), "no target “nowhere”"), (k => Row(k, paths: "corp-directory:fly.away:*"), "no action “fly.away”"), (k => Row(k, paths: "corp-directory:group.add_member:a**"), "Two stars"),
        (k => Row(k, paths: "corp-directory:group.add_member:*a*a*a*a*a*a*a*a*a"), "at most 8 stars"), (k => Row(k, paths: "corp-directory:group.add_member:x;corp-directory:group.add_member:x"), "stands there twice"),
        (k => Row(k, issuer: "urn:strange"), "does not trust"), (k => Row(k, issuer: ""), "go together"), (k => Row(k, subject: "hr-sync"), "another integration is recognised"), (k => Row(k, subject: new string('s', 301)), "301 characters"),
        (k => Row(k, name: "=1+1"), "holds a formula"), (k => Row(k) + ",one more", "more cells"), (k => Row(k, business: "sam@home.example", iam: "sam@home.example"), "every owner role"),
    ];

    [Fact]
    public async Task Import_FiveThousandWith37Faults_NamesAllAndImportsTheRestOnce()
    {
        Assert.Equal(37, Faults.Length);
        var rows = new List<string>(5_001) { Head };
        var expected = new Dictionary<int, string>();
        for (var n = 1; n <= 5_000; n++)
        {
            var fault = n % 135 == 0 && n / 135 <= 37 ? Faults[n / 135 - 1] : default;
            rows.Add(fault.Row is null ? Row($"robot-{n}") : fault.Row($"robot-{n}"));
            if (fault.Row is not null)
                expected[n + 1] = fault.Told;
        }

        var watch = Stopwatch.StartNew();
        var id = await ReadAsync(string.Join('\n', rows));
        var read = watch.Elapsed;
        var refused = (await PageAsync(id, ImportOutcome.Refused)).Rows;
        Assert.Equal(expected.Keys.Order(), refused.Select(row => row.Number));
        Assert.All(refused, row => Assert.Contains(expected[row.Number], row.Reason, StringComparison.Ordinal));
        await using (var db = portal.Db())
            Assert.Equal(1, await db.Integrations.CountAsync(TestContext.Current.CancellationToken));

        watch.Restart();
        var done = (await ConfirmAsync(id)).Value;
        TestContext.Current.SendDiagnosticMessage($"5,000 rows: judged in {read.TotalSeconds:0.0} s, imported in {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal(new ImportDone(4_963, 0, 0, 0), done);
        await using (var db = portal.Db())
        {
            Assert.Equal(4_964, await db.Integrations.CountAsync(TestContext.Current.CancellationToken));
            Assert.Equal(4_963, await db.Integrations.CountAsync(i => i.Status == IntegrationStatus.Draft, TestContext.Current.CancellationToken));
            Assert.Equal(2 * 4_963, await db.Ownerships.CountAsync(o => o.AcceptedAt == null, TestContext.Current.CancellationToken));
            Assert.Equal(4_963, await db.AuditEvents.CountAsync(e => e.Kind == "integration.registered" && e.IntegrationId != null, TestContext.Current.CancellationToken));
        }

        var again = await PageAsync(await ReadAsync(string.Join('\n', rows)), null);
        Assert.Equal((0, 0, 4_963, 37), (again.Run.Created, again.Run.Changed, again.Run.Unchanged, again.Run.Refused));
        Assert.Equal(0, (await ConfirmAsync(again.Run.Id)).Value.All);
    }

    [Fact]
    public async Task Import_ChangedMeanwhile_RefusesThatRowAndWritesTheOthers()
    {
        await ConfirmAsync(await ReadAsync($"{Head}\n{Row("robot-1")}\n{Row("robot-2")}"));
        var id = await ReadAsync($"{Head}\n{Row("robot-1", purpose: "Now does another thing.")}\n{Row("robot-2", purpose: "Now does another thing.")}\n{Row("robot-3")}");
        await using (var db = portal.Db())
        {
            var first = await db.Integrations.SingleAsync(i => i.Key == "robot-1", TestContext.Current.CancellationToken);
            Assert.True((await portal.Get<ChangeIntegration>().RunAsync(Staff, first.Id, first.Version, new IntegrationDraft { Name = "A robot", Purpose = "Somebody was quicker here.", Kind = "ScriptedAutomation", Environment = "Production" }, TestContext.Current.CancellationToken)).Succeeded);
        }

        var done = (await ConfirmAsync(id)).Value;

        Assert.Equal(new ImportDone(1, 1, 0, 1), done);
        var refused = Assert.Single((await PageAsync(id, ImportOutcome.Refused)).Rows);
        Assert.Equal(2, refused.Number);
        Assert.Contains("changed meanwhile", refused.Reason, StringComparison.Ordinal);
        await using var after = portal.Db();
        Assert.Equal("Somebody was quicker here.", (await after.Integrations.SingleAsync(i => i.Key == "robot-1", TestContext.Current.CancellationToken)).Purpose);
    }

    [Fact]
    public async Task Import_ChosenRows_WritesThoseAlone()
    {
        var id = await ReadAsync($"{Head}\n{Row("robot-1")}\n{Row("robot-2")}\n{Row("robot-3")}");

        Assert.Equal(1, (await portal.Get<ConfirmImport>().RunAsync(Staff, id, [3], null, TestContext.Current.CancellationToken)).Value.Created);

        await using var db = portal.Db();
        Assert.Equal(["hr-sync", "robot-2"], await db.Integrations.Select(i => i.Key).Order().ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, (await ConfirmAsync(id)).Value.Created);
    }

    [Fact]
    public async Task Import_OtherOwnerAndPaths_ShowsBeforeAndAfterAndEndsGrants()
    {
        await org.ApproveAsync(org.Sam, await org.AskAsync());
        var request = await org.AskAsync(AddMember("u2"));
        await org.ApproveAsync(org.Sam, request);
        await org.ApproveAsync(org.Ian, request);
        var id = await ReadAsync($"{Head}\nhr-sync,HR sync,Keeps accounts in step with HR.,InternalAgent,Production,,,nora@home.example,,orders-db:group.add_member:readers,,");
        var row = Assert.Single((await PageAsync(id, ImportOutcome.Changed)).Rows);
        Assert.Equal(["paths", "business_owner"], row.Changes.Select(change => change.Field));
        Assert.Equal(("bea@home.example", "nora@home.example"), (row.Changes[1].Before, row.Changes[1].After));

        Assert.Equal(1, (await ConfirmAsync(id)).Value.Changed);

        await using var db = portal.Db();
        Assert.Equal(1, await db.Paths.CountAsync(p => p.IntegrationId == org.Sync.Id && p.RemovedAt == null, TestContext.Current.CancellationToken));
        Assert.Equal(Domain.Grants.GrantStatus.Returned, (await db.Grants.SingleAsync(TestContext.Current.CancellationToken)).Status);
        Assert.True(await db.Ownerships.AnyAsync(o => o.PersonId == org.Nora.Id && o.Role == OwnerRole.BusinessOwner && o.AcceptedAt == null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Import_OnePersonForEveryRoleInTwoFiles_IsRefused()
    {
        const string known = "hr-sync,HR sync,Keeps accounts in step with HR.,InternalAgent,Production,,";
        Assert.Equal(1, (await ConfirmAsync(await ReadAsync($"{Head}\n{known},,sam@home.example,,,"))).Value.Changed);

        var id = await ReadAsync($"{Head}\n{known},sam@home.example,,,,");

        Assert.Contains("every owner role", Assert.Single((await PageAsync(id, ImportOutcome.Refused)).Rows).Reason, StringComparison.Ordinal);
        Assert.Equal(0, (await ConfirmAsync(id)).Value.All);
    }

    [Fact]
    public async Task Import_AnotherPersonsOrExpiredPreview_IsNotFound()
    {
        var id = await ReadAsync($"{Head}\n{Row("robot-1")}");
        var other = As(org.Nora, Role.IamStaff);
        Assert.Equal("not_found", (await portal.Get<ConfirmImport>().RunAsync(other, id, null, null, TestContext.Current.CancellationToken)).Refusal!.Code);
        Assert.Null(await portal.Get<ImportQuery>().RunAsync(other, id, null, 0, 10, TestContext.Current.CancellationToken));

        portal.Time.Advance(PreviewImport.Lifetime);

        Assert.Equal("not_found", (await ConfirmAsync(id)).Refusal!.Code);
        Assert.Null(await portal.Get<ImportQuery>().RunAsync(Staff, id, null, 0, 10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Read_WrongHeadings_KeepsNothingAndIsRecorded()
    {
        var read = await portal.Get<PreviewImport>().RunAsync(Staff, "integrations", "x.csv", Text("key,nmae\na,b"), null, TestContext.Current.CancellationToken);

        Assert.Equal("headers", read.Refusal!.Code);
        await using var db = portal.Db();
        Assert.Equal((0, 0), (await db.Imports.CountAsync(TestContext.Current.CancellationToken), await db.ImportRows.CountAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == "import.read.refused", TestContext.Current.CancellationToken));
    }

    private async Task<Guid> ReadAsync(string text)
    {
        var read = await portal.Get<PreviewImport>().RunAsync(Staff, "integrations", "integrations.csv", Text(text), null, default);
        return read.Succeeded ? read.Value : throw new InvalidOperationException(read.Refusal.Sentence);
    }

    private Task<Result<ImportDone>> ConfirmAsync(Guid id) => portal.Get<ConfirmImport>().RunAsync(Staff, id, null, null, default);

    private async Task<ImportPage> PageAsync(Guid id, ImportOutcome? only) => (await portal.Get<ImportQuery>().RunAsync(Staff, id, only, 0, 200, default))!;

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
