using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Data.Seed;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Features.Questions;
using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using NhiPortal.Tests.Data;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Questions;

/// <summary>Auditors' questions, asked of the demonstration organisation and its year.</summary>
public sealed class AuditQuestionsTests(AuditQuestionsTests.Demo demo) : IClassFixture<AuditQuestionsTests.Demo>
{
    private TestPortal Portal => demo.Portal;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private QuestionFilter Year => QuestionFilter.Of(ListQuery.Parse($"?from={Portal.Now.AddDays(-365):yyyy-MM-dd}&to={Portal.Now:yyyy-MM-dd}"), Portal.Now);

    [Fact]
    public async Task EveryQuestion_HasAnswers_AndNarrowsByAllItOffers()
    {
        await using var db = Portal.Db();
        var integration = await db.Integrations.OrderBy(i => i.Key).Where(i => i.VendorId != null).FirstAsync(Stop);
        var vendor = await db.Vendors.SingleAsync(v => v.Id == integration.VendorId, Stop);
        var target = await db.Targets.OrderBy(t => t.Key).FirstAsync(Stop);
        var tenant = await db.Tenants.OrderBy(t => t.Key).FirstAsync(Stop);
        var values = new Dictionary<string, string>
        {
            ["tenant"] = tenant.Key, ["integration"] = integration.Key, ["vendor"] = vendor.Key, ["kind"] = nameof(IntegrationKind.InternalAgent), ["target"] = target.Key, ["person"] = demo.Auditor.Id.ToString(),
        };
        foreach (var question in AuditQuestions.All)
        {
            var whole = await AskAsync(demo.Everywhere, question.Key, "");
            // Nothing was ordered away on a target in the demonstration's year.
            Assert.True(whole.Value.Population > 0 || question.Key == "revocations-confirmed", $"{question.Key} has no answer");
            Assert.Equal(Math.Min(25, whole.Value.Population), whole.Value.Lines.Count);
            Assert.Equal(whole.Value.Lines.Count, whole.Value.Lines.DistinctBy(line => line.Subject).Count());
            Assert.All(whole.Value.Lines, line => Assert.StartsWith("/", line.Href, StringComparison.Ordinal));
            Assert.Equal(whole.Value.Lines.OrderByDescending(line => line.At).Select(line => line.At), whole.Value.Lines.Select(line => line.At));
            foreach (var (name, value) in values)
            {
                var narrowed = await AskAsync(demo.Everywhere, question.Key, $"&{name}={value}");
                if (question.Narrows.HasFlag(Enum.Parse<Narrowing>(name, ignoreCase: true)))
                    Assert.InRange(narrowed.Value.Population, 0, whole.Value.Population);
                else
                    Assert.Equal("not_narrowed", narrowed.Refusal!.Code);
                Assert.True(narrowed.Refusal is not null || name is "person" or "vendor" || narrowed.Value.Lines.All(line => name switch
                {
                    "integration" => line.Integration == value,
                    "target" => line.Target == value,
                    "kind" => line.Kind == "Internal agent",
                    _ => true,
                }), $"{question.Key} by {name}");
            }
        }
    }

    [Fact]
    public async Task CreatedAdministrators_AreExactlyThoseOfTheLog_EachWithWorkloadAndApprover()
    {
        await using var db = Portal.Db();
        var let = (await db.AuditEvents.Where(e => e.Kind == "access.allowed").Select(e => e.Body).ToListAsync(Stop)).Select(AuditBody.Parse)
            .Where(body => body.Request is not null).Select(body => body.Request!.Value).ToHashSet();
        var done = (await db.Executions.Where(e => e.AppliedAt != null).Select(e => e.RequestId).ToListAsync(Stop)).Select(id => id.Value).ToHashSet();
        var making = (await db.Actions.ToListAsync(Stop)).Where(action => action.Class == Domain.Targets.ActionClass.CreatesAdmin).Select(action => action.Name).ToList();
        var expected = (await db.Grants.Where(g => making.Contains(g.ActionName) && g.From >= Year.Since && g.From < Year.Until).ToListAsync(Stop))
            .Where(g => let.Contains(g.RequestId.Value) || done.Contains(g.RequestId.Value)).Select(g => g.Id.ToString()).Order(StringComparer.Ordinal).ToList();
        var answer = await AskAsync(demo.Everywhere, "created-administrators", "", 200);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, answer.Value.Lines.Select(line => line.Subject).Order(StringComparer.Ordinal));
        Assert.All(answer.Value.Lines, line => Assert.True(line.Workload is not null && line.Hands.Count > 0));
        Assert.DoesNotContain(answer.Value.Lines, line => making.Any(name => line.What.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WithoutApprover_FindsABreakGlass_AndAnApprovedOneNever()
    {
        var answer = (await AskAsync(demo.Everywhere, "without-approver", "", 200)).Value;
        Assert.Contains(answer.Lines, line => line.Detail == "Break-glass");
        await using var db = Portal.Db();
        var ids = answer.Lines.Select(line => new GrantId(Guid.Parse(line.Subject))).ToList();
        var approved = await db.Grants.Where(g => ids.Contains(g.Id) && db.Requests.Any(r => r.Id == g.RequestId && r.UnderId == null && r.Decisions.Any(d => d.Verdict == Domain.Requests.Verdict.Approve && !d.ByBreakGlass))).CountAsync(Stop);
        Assert.Equal(0, approved);
    }

    [Fact]
    public async Task Asking_IsRecordedOnceForOneLook_AndRefusedWithoutTheRole()
    {
        var filter = Year;
        for (var i = 0; i < 2; i++)
            Assert.Null((await Portal.Get<OpenQuestion>().RunAsync(demo.Reader, new("denied-requests", filter), 0, 25, Stop)).Refusal);
        Assert.Equal("not_allowed", (await Portal.Get<OpenQuestion>().RunAsync(demo.Nobody, new("denied-requests", filter), 0, 25, Stop)).Refusal!.Code);
        await using var db = Portal.Db();
        var told = Assert.Single((await db.AuditEvents.Where(e => e.Kind == OpenQuestion.Asked).Select(e => e.Body).ToListAsync(Stop)).Select(AuditBody.Parse), body => body.Actor.Id == demo.Reader.Id && body.Facts!["question"] == "denied-requests");
        Assert.Equal($"/questions/denied-requests{filter.Address}", told.Facts!["address"]);
        Assert.True(await db.AuditEvents.AnyAsync(e => e.Kind == "question.ask.refused", Stop));
    }

    [Fact]
    public async Task Sample_WithTheSameSeed_IsTheSame_AndCanBeDrawnFromTheFileByAnybody()
    {
        var ask = new QuestionAsk("administrative-actions", Year);
        var rows = await TakeAsync(demo.Reader, ask);
        var first = await DrawAsync(demo.Reader, ask, 10, "2026-Q3");
        Assert.Equal(first.Lines.Select(line => line.Subject), (await DrawAsync(demo.Reader, ask, 10, "2026-Q3")).Lines.Select(line => line.Subject));
        Assert.NotEqual(first.Lines.Select(line => line.Subject), (await DrawAsync(demo.Reader, ask, 10, null)).Lines.Select(line => line.Subject));
        Assert.Equal(rows.Count, first.Population);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => row.Subject + "\n"))))), first.PopulationSha256);
        Assert.Equal(rows.Select(row => row.Subject).OrderBy(subject => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"2026-Q3\n{subject}"))), StringComparer.Ordinal).Take(10), first.Lines.Select(line => line.Subject));
        Assert.True(first.IsIntact);
        await using var db = Portal.Db();
        Assert.Contains((await db.AuditEvents.Where(e => e.Kind == "question.sampled").Select(e => e.Body).ToListAsync(Stop)).Select(AuditBody.Parse), body => body.Facts!["sha256"] == first.Sha256 && body.Facts["seed"] == "2026-Q3");
    }

    [Fact]
    public async Task Sample_ChangedInTheDatabase_SaysSo_AndStaysHiddenFromWhoSeesLess()
    {
        var sample = await DrawAsync(demo.Everywhere, new("administrative-actions", Year), 3, "seed");
        Assert.Equal("not_found", (await Portal.Get<OpenSample>().RunAsync(demo.Reader, sample.Id.Value, Stop)).Refusal!.Code);
        Assert.DoesNotContain((await Portal.Get<SampleListQuery>().RunAsync(demo.Reader, null, 0, 200, Stop)).Rows, row => row.Id == sample.Id.Value);
        Assert.Contains((await Portal.Get<SampleListQuery>().RunAsync(demo.Everywhere, null, 0, 200, Stop)).Rows, row => row.Id == sample.Id.Value);
        await using var db = Portal.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE QuestionSamples SET Lines = replace(Lines, {sample.Lines[0].Subject}, 'another') WHERE Seed = 'seed'", Stop);
        Assert.False((await Portal.Get<OpenSample>().RunAsync(demo.Everywhere, sample.Id.Value, Stop)).Value.IsIntact);
    }

    [Fact]
    public async Task File_ThatBreaksOff_IsRecordedAsSuch_AndNeutralisesFormulas()
    {
        var file = await Portal.Get<ExportQuestion>().RunAsync(demo.Everywhere, new("administrative-actions", Year), Stop);
        await foreach (var _ in file.Value.Rows)
            break;
        await using var db = Portal.Db();
        Assert.Contains((await db.AuditEvents.Where(e => e.Kind == ExportQuestion.Exported).Select(e => e.Body).ToListAsync(Stop)).Select(AuditBody.Parse), body => body.Facts!["whole"] == "no" && body.Facts["population"] == "1");
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await new CsvDownload<QuestionFileRow>("x.csv", new[] { new QuestionFileRow("1", "now", "=cmd|' /C calc'!A0", null, "+1", null, null, null, null, "@people", "/") }.ToAsyncEnumerable()).ExecuteAsync(http);
        var text = Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
        Assert.DoesNotContain(",=cmd", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",+1", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",@people", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?from=2026-13-01", "is not a day")]
    [InlineData("?period=2026-Q5", "is not a period")]
    [InlineData("?from=2026-02-01&to=2026-01-01", "ends before it begins")]
    [InlineData("?from=2000-01-01&to=2026-01-01", "ten years")]
    [InlineData("?target=no-such", "no target")]
    [InlineData("?kind=Robot", "no kind")]
    [InlineData("?person=nobody", "no person")]
    public async Task Address_ThatMeansNothing_IsRefusedWithTheReason(string address, string words)
    {
        var answer = await Portal.Get<QuestionAnswerQuery>().RunAsync(demo.Everywhere, new("break-glass", QuestionFilter.Of(ListQuery.Parse(address), Portal.Now)), 0, 25, Stop);
        Assert.Contains(words, answer.Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_OfAPeriodInWords_IsOfDaysThatStay()
    {
        var now = new DateTimeOffset(2026, 11, 29, 10, 0, 0, TimeSpan.Zero);
        Assert.Equal("?from=2026-07-01&to=2026-09-30", QuestionFilter.Of(new(), now).Address);
        Assert.Equal("?from=2026-01-01&to=2026-03-31&target=a%26b", QuestionFilter.Of(ListQuery.Parse("?period=2026-Q1&target=a%26b"), now).Address);
        var filter = QuestionFilter.Of(ListQuery.Parse("?period=2025"), now);
        Assert.Equal(filter.Address, QuestionFilter.Of(ListQuery.Parse(filter.Address), now.AddYears(1)).Address);
        Assert.Equal(new(2025, 12, 31), filter.To);
    }

    [Fact]
    public void EveryQuestion_IsToldToSqlServerInWordsItUnderstands()
    {
        using var db = new SqlServerPortalDb(new DbContextOptionsBuilder<SqlServerPortalDb>().UseSqlServer("Server=nowhere").Options);
        foreach (var question in AuditQuestions.All)
        {
            var scope = new QuestionScope(db, [new(Guid.NewGuid()), new(Guid.NewGuid())], Portal.Now.AddDays(-1), Portal.Now) { Integration = new(Guid.NewGuid()), Kind = IntegrationKind.InternalAgent, Person = new(Guid.NewGuid()), Target = new(Guid.NewGuid()), Vendor = new(Guid.NewGuid()) };
            SqlServerScriptTests.Parses(question.Of(scope).Skip(10).Take(5).ToQueryString());
        }
    }

    private Task<Result<QuestionAnswer>> AskAsync(Actor actor, string question, string more, int take = 25) => Portal.Get<QuestionAnswerQuery>().RunAsync(
        actor, new(question, QuestionFilter.Of(ListQuery.Parse(Year.Address + more), Portal.Now)), 0, take, Stop);

    private async Task<Domain.Questions.QuestionSample> DrawAsync(Actor actor, QuestionAsk ask, int size, string? seed)
    {
        var drawn = await Portal.Get<DrawSample>().RunAsync(actor, new(ask, size, seed), Stop);
        Assert.Null(drawn.Refusal);
        return (await Portal.Get<OpenSample>().RunAsync(actor, drawn.Value.Value, Stop)).Value;
    }

    private async Task<List<QuestionFileRow>> TakeAsync(Actor actor, QuestionAsk ask) => await (await Portal.Get<ExportQuestion>().RunAsync(actor, ask, Stop)).Value.Rows.ToListAsync(Stop);

    public sealed class Demo : IAsyncLifetime
    {
        internal TestPortal Portal { get; private set; } = null!;

        internal Person Auditor { get; private set; } = null!;

        /// <summary>Sees every tenant.</summary>
        internal Actor Everywhere => As(Auditor, Role.Administrator);

        /// <summary>Sees their own.</summary>
        internal Actor Reader => As(Auditor, Role.Auditor);

        internal Actor Nobody => As(Auditor);

        public async ValueTask InitializeAsync()
        {
            Portal = await TestPortal.StartAsync();
            await Portal.Services.SeedAsync(SeedKind.Demo, Stop);
            await using var db = Portal.Db();
            var grant = await db.Grants.OrderByDescending(g => g.From).FirstAsync(Stop);
            Auditor = await db.People.IgnoreAutoIncludes().OrderBy(p => p.Id).FirstAsync(p => p.TenantId == grant.TenantId && p.Status == PersonStatus.Active, Stop);
        }

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }
}
