using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Discovery;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Discovery;

public sealed class AdoptCandidatesTests : IAsyncLifetime
{
    private DiscoveryScene scene = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        scene = await DiscoveryScene.SetAsync();
        scene.Write("1,svc-backup,service,true,Administers.,", "2,svc.backup,service,false,,", "3,svc \u202Ename,service,true,,");
        await scene.ReadAsync();
    }

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Adopt_Many_MakesTheDraftsThePreviewShowed()
    {
        var ids = (await scene.ListAsync()).Rows.Where(row => row.Account.EndsWith("backup", StringComparison.Ordinal)).Select(row => row.Id).ToList();
        var preview = await scene.Portal.Get<AdoptionPreviewQuery>().RunAsync(scene.Staff, ids, Cancellation);
        Assert.All(preview, line => Assert.Null(line.WhyNot));
        var adopted = await AdoptAsync(ids, scene.Org.Nora.Id);
        Assert.Equal(preview.Select(line => line.Key), adopted.Value);
        Assert.Equal(2, adopted.Value.Distinct().Count());

        await using var db = scene.Portal.Db();
        var drafts = await db.Integrations.Where(i => adopted.Value.Contains(i.Key)).ToListAsync(Cancellation);
        Assert.All(drafts, draft => Assert.Equal((IntegrationStatus.Draft, IntegrationKind.LegacyAutomation), (draft.Status, draft.Kind)));
        Assert.Equal(2, await db.Ownerships.CountAsync(o => o.PersonId == scene.Org.Nora.Id && o.Role == OwnerRole.BusinessOwner && o.AcceptedAt == null, Cancellation));
        Assert.Equal(2, await db.AuditEvents.CountAsync(e => e.Kind == "candidate.adopted", Cancellation));
        Assert.Equal(1, (await scene.ListAsync()).Total);
        // What was adopted is known at the next reading, too.
        await scene.ReadAsync();
        Assert.Equal(2, (await scene.ListAsync(new() { Show = "adopted" })).Total);
    }

    [Fact]
    public async Task Adopt_OneThatCannotBe_AdoptsNone()
    {
        var rows = (await scene.ListAsync()).Rows;
        Assert.Equal("name_unfit", (await AdoptAsync([.. rows.Select(row => row.Id)], null)).Refusal?.Code);
        await using var db = scene.Portal.Db();
        Assert.Equal(1, await db.Integrations.CountAsync(Cancellation));
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == "candidate.adopt.refused", Cancellation));
    }

    [Fact]
    public async Task Adopt_Twice_IsRefused()
    {
        var id = (await scene.ListAsync()).Rows.First(row => row.Account == "svc-backup").Id;
        Assert.True((await AdoptAsync([id], null)).Succeeded);
        Assert.Equal("adopted_already", (await AdoptAsync([id], null)).Refusal?.Code);
    }

    [Fact]
    public async Task Adopt_OwnerOfAnotherTenant_IsRefused() => Assert.Equal(
        "other_tenant", (await AdoptAsync([(await scene.ListAsync()).Rows.First(row => row.Account == "svc-backup").Id], scene.Org.Stranger.Id)).Refusal?.Code);

    [Fact]
    public async Task Adopt_ByStaffOfAnotherTenant_FindsNothing() => Assert.Equal("not_found", (await scene.Portal.Get<AdoptCandidates>().RunAsync(
        As(scene.Org.Stranger, Role.IamStaff), new Adoption([(await scene.ListAsync()).Rows[0].Id], IntegrationKind.LegacyAutomation, null), Cancellation)).Refusal?.Code);

    [Fact]
    public async Task Administrators_AreExplainedOrFlagged()
    {
        var before = await AdministratorsAsync();
        Assert.Equal((2, 2), (before.Total, before.Unexplained));
        await AdoptAsync([(await scene.ListAsync()).Rows.First(row => row.Account == "svc-backup").Id], null);
        var after = await AdministratorsAsync();
        Assert.Equal(1, after.Unexplained);
        Assert.False(after.Rows[0].Explained);
        Assert.Equal("corp-directory-svc-backup", after.Rows[1].IntegrationKey);
        Assert.Null(await scene.Portal.Get<TargetAdministratorsQuery>().RunAsync(As(scene.Org.Stranger, Role.IamStaff), scene.Org.Directory.Id, Cancellation));
    }

    private async Task<TargetAdministrators> AdministratorsAsync() =>
        (await scene.Portal.Get<TargetAdministratorsQuery>().RunAsync(As(scene.Org.Sam), scene.Org.Directory.Id, Cancellation))!;

    private Task<Result<IReadOnlyList<string>>> AdoptAsync(IReadOnlyList<CandidateId> ids, PersonId? owner) =>
        scene.Portal.Get<AdoptCandidates>().RunAsync(scene.Staff, new Adoption(ids, IntegrationKind.LegacyAutomation, owner), Cancellation);
}
