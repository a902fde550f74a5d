using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.Features.Evidence.Verifying;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Audit.Archiving;

/// <summary>A guarded log that begins with events of 2018, and the people who may decide about them.</summary>
internal sealed class ArchiveScene : IAsyncDisposable
{
    private ArchiveScene(TestPortal portal, SmallOrganisation org) => (Portal, Org) = (portal, org);

    public TestPortal Portal { get; }
    public SmallOrganisation Org { get; }

    /// <summary>The folder of archives.</summary>
    public string Folder => Path.Combine(Portal.Folder, "archives");

    public Actor Administrator => As(Org.Staff, Role.Administrator);

    /// <summary>Of both tenants.</summary>
    public Actor Auditor => As(Org.Nora, Role.Auditor) with { Tenants = new HashSet<TenantId> { Org.Home.Id, Org.Other.Id } };

    public static async Task<ArchiveScene> StartAsync(int old, Func<int, AuditBody, AuditBody>? change = null)
    {
        var portal = await TestPortal.StartAsync(settings => settings with { Audit = new AuditSettings { ArchiveFolder = Directory.CreateDirectory(Path.Combine(settings.Data, "archives")).FullName } });
        await using (var db = portal.Db())
            await LogGuards.ApplyAsync(db, Stop);
        await portal.ArrangeAsync(db =>
        {
            for (var i = 0; i < old; i++)
            {
                var body = Recorded.Body(new DateTimeOffset(2018, 1, 5, 0, 0, 0, TimeSpan.Zero).AddHours(i), i);
                db.AuditEvents.Add(AuditEvent.Of(change?.Invoke(i, body) ?? body));
            }
        });
        await portal.Get<SequenceAudit>().RunAsync(Stop);
        await portal.Get<SignCheckpoint>().RunAsync(true, Stop);
        var scene = new ArchiveScene(portal, await CreateAsync(portal));
        await scene.SignAsync();
        return scene;
    }

    public async Task SignAsync()
    {
        await Portal.Get<SequenceAudit>().RunAsync(Stop);
        await Portal.Get<SignCheckpoint>().RunAsync(true, Stop);
    }

    public Task<long> ArchiveAsync() => Portal.Get<ArchiveLog>().RunAsync(Stop);

    public Task<long> RemoveAsync() => Portal.Get<RemoveArchived>().RunAsync(Stop);

    public async Task<LogArchive> LastAsync()
    {
        await using var db = Portal.Db();
        return db.LogArchives.OrderByDescending(a => a.WrittenAt).ThenByDescending(a => a.First).First();
    }

    public async Task<Result<RemovalAnswer>> AgreeAsync(AnswerRemoval? through = null)
    {
        var archive = await LastAsync();
        Assert.Null((await Portal.Get<AskRemoval>().RunAsync(Administrator, archive.Id, "past retention", Stop)).Refusal);
        return await (through ?? Portal.Get<AnswerRemoval>()).RunAsync(Auditor, archive.Id, true, Stop);
    }

    /// <summary>Archived, agreed on, told by the log, and gone.</summary>
    public async Task<long> ArchiveAndRemoveAsync()
    {
        await ArchiveAsync();
        Assert.Equal(RemovalAnswer.Agreed, (await AgreeAsync()).Value);
        await SignAsync();
        return await RemoveAsync();
    }

    public async Task<long> EventsAsync()
    {
        await using var db = Portal.Db();
        return db.AuditEvents.LongCount();
    }

    public async Task<bool> ToldAsync(string kind)
    {
        await using var db = Portal.Db();
        return db.AuditEvents.Any(e => e.Kind == kind);
    }

    public PackageVerdict Verify(byte[] archive, params string[] anchors) => PackageVerifier.Run(new MemoryStream(archive), Portal.Get<SigningKeys>().CopyPublic(), anchors);

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
