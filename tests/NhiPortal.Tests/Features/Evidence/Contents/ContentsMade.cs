using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Evidence;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Reviews;
using NhiPortal.Tests.Features.Audit;
using NhiPortal.Tests.Features.Controls;
using static NhiPortal.Tests.Features.Evidence.EvidenceScene;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Evidence.Contents;

/// <summary>One package of every file, made once: an approved action, one without approver, a review that was answered, measured controls, and things that fail them.</summary>
public sealed class ContentsMade : IAsyncLifetime
{
    /// <summary>A name that a spreadsheet would run, and an XML or Markdown reader would stumble over.</summary>
    public const string Hostile = "=HYPERLINK(\"http://evil\") <b>&\u0001*x*";

    public TestPortal Portal { get; private set; } = null!;
    public SmallOrganisation Org { get; private set; } = null!;
    public byte[] Package { get; private set; } = [];
    public Dictionary<string, byte[]> Files { get; private set; } = [];
    public EvidenceContents Contents { get; private set; } = null!;
    public CampaignId Review { get; private set; }

    /// <summary>What each query counted when the package was asked for.</summary>
    public Dictionary<IEvidenceQuery, EvidenceCount> Counts { get; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Portal = await TestPortal.StartAsync();
        Org = await ActedAsync(Portal);
        await Portal.ArrangeAsync(db => db.AuditEvents.Add(AuditEvent.Of(Alone())));
        await Portal.ArrangeAsync(db =>
        {
            foreach (var name in new[] { "owner-coverage", "unmatched-actions", "auth-methods", "rotation-overdue", "leaver-transfer" })
                EvidenceScenes.All[name](new EvidenceScenes(db, name, Portal.Now), true);
        });
        await Portal.SqlAsync($"UPDATE Integrations SET Name = '{Hostile.Replace("'", "''", StringComparison.Ordinal)}'");
        Review = await EvidenceScopeTests.StartReviewAsync(Portal, Org);
        await AnswerAsync();
        await Portal.Get<MeasureControls>().RunAsync(Stop);
        await SignAsync(Portal);
        Portal.Time.Advance(TimeSpan.FromMinutes(1));
        var by = As(Org.Staff, Role.Administrator);
        var asked = await Portal.Get<AskForEvidence>().RunAsync(by, new EvidenceOrder(Everything(Portal), "The annual audit"), Stop);
        Assert.True(asked.Succeeded, asked.Refusal?.Sentence);
        // Building is an event as well, which some queries count.
        await using (var db = Portal.Db())
            foreach (var query in EvidenceQueries.All)
                Counts[query] = await query.Of(new NhiPortal.Features.Controls.EvidenceScope(db, null, Portal.Now)).CountAsync(Stop);
        Assert.Equal(1, await Portal.Get<BuildEvidence>().RunAsync(Stop));
        Package = await TakeAsync(Portal, by, asked.Value.Value);
        Files = EvidenceScene.Files(Package);
        Contents = Verify(Package).Contents!;
    }

    public async ValueTask DisposeAsync() => await Portal.DisposeAsync();

    public string Text(string name) => Encoding.UTF8.GetString(Files[name]);

    private async Task AnswerAsync()
    {
        var sam = As(Org.Sam);
        await using (var db = Portal.Db())
        {
            var numbers = await db.ReviewItems.Where(i => i.CampaignId == Review && i.ReviewerId == Org.Sam.Id).Select(i => i.Number).ToListAsync(Stop);
            Assert.NotEmpty(numbers);
            var drafted = await Portal.Get<AnswerItems>().RunAsync(sam, Review, numbers, new(ReviewAnswer.Revoke) { Reason = "Nobody needs it any more", Seconds = 40 }, Stop);
            Assert.True(drafted.Succeeded, drafted.Refusal?.Sentence);
        }

        var submitted = await Portal.Get<SubmitAnswers>().RunAsync(sam, Review, Stop);
        Assert.True(submitted.Succeeded, submitted.Refusal?.Sentence);
    }

    /// <summary>An action that nobody approved.</summary>
    private AuditBody Alone() => new()
    {
        Id = Guid.CreateVersion7(Portal.Now),
        At = Portal.Now,
        Kind = EvidenceTable.Allowed,
        Actor = new AuditActor(ActorKind.Workload, Org.Workload.Id.Value, "hr-sync"),
        Sentence = "hr-sync was allowed role.grant on orders-db by itself.",
        Tenant = Org.Home.Id.Value,
        Integration = new AuditThing(Org.Sync.Id.Value, Org.Sync.Key),
        Target = new AuditThing(Org.Database.Id.Value, Org.Database.Key),
        Workload = new AuditWorkload(Org.Workload.Id.Value, Org.Workload.Issuer, Org.Workload.Subject),
    };
}
