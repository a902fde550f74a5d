using NhiPortal.Domain;
using NhiPortal.Features.Actions;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Access;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Grants;

/// <summary>A grant without a use limit counts nothing itself: every place that says how often it was used asks the record.</summary>
public sealed class GrantUsesTests : IAsyncLifetime
{
    private Scene scene = null!;
    private GrantId grant;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Sam => As(scene.Org.Sam);

    public async ValueTask InitializeAsync()
    {
        scene = await Scene.StartAsync();
        grant = await scene.ApprovedAsync();
    }

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Used_Unlimited_IsCountedOnEveryScreenAndInEveryFile()
    {
        await UseAsync(3);
        var row = Assert.Single((await ListAsync(new())).Rows);
        Assert.Equal(new GrantUse(3, scene.Portal.Now), row.Use);
        var detail = await scene.Portal.Get<RequestDetailQuery>().RunAsync(Sam, row.Request, Stop);
        Assert.Equal(3, detail!.Grant!.Use.Times);
        Assert.Contains("Used 3 times; this is the last", RequestStory.Of(detail, []).Select(step => step.Sentence));
        var passport = await scene.Portal.Get<PassportActivityQuery>().RunAsync(Sam, scene.Org.Sync.Id, Stop);
        Assert.Equal(3, Assert.Single(passport.Grants).Use.Times);
        var record = await scene.Portal.Get<AccountabilityRecordQuery>().RunAsync(Sam, grant.Value, Stop);
        Assert.Contains("\"uses\": 3", RecordFile.Of(record!), StringComparison.Ordinal);
        Assert.Equal(3, Assert.Single(await scene.Portal.Get<GrantFileQuery>().RunAsync(Sam, new(), Stop).ToListAsync(Stop)).Uses);
        Assert.Equal(3, Assert.Single(await scene.Portal.Get<RequestFileQuery>().RunAsync(Sam, new(), Stop).ToListAsync(Stop)).Uses);
    }

    [Fact]
    public async Task Used_Unlimited_IsNotAmongTheNeverUsed()
    {
        var unused = await scene.ApprovedAsync("u9");
        await UseAsync(1);
        scene.Portal.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([unused.Value], (await ListAsync(new() { Show = "unused" })).Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task Ended_Unlimited_RecordsNoCountItDoesNotKnow()
    {
        await UseAsync(2);
        scene.Portal.Time.Advance(TimeSpan.FromHours(1));
        await scene.Portal.Get<EndDueGrants>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        Assert.Contains("hr-sync for group.add_member ended by time.", db.AuditEvents.Single(e => e.Kind == "grant.expired").Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, null, "once")]
    [InlineData(7, null, "7 times")]
    [InlineData(GrantUse.Most, null, "1,000 times or more")]
    [InlineData(2, 5, "2 of 5")]
    public void Of_Count_ReadsAsWords(int times, int? limit, string words) => Assert.Equal(words, new GrantUse(times, null).Of(limit));

    private async Task UseAsync(int times)
    {
        for (var n = 0; n < times; n++)
            Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);
        await scene.Portal.Get<SequenceAudit>().RunAsync(Stop);
    }

    private Task<GrantPage> ListAsync(GrantFilter filter) => scene.Portal.Get<GrantListQuery>().RunAsync(Sam, filter, 0, 25, Stop);
}
