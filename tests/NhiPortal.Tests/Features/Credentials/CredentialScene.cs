using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Rotations;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>The small organisation with one secret of hr-sync that Ian entered: thirty days old today, as its rule allows.</summary>
internal sealed class CredentialScene(TestPortal portal, SmallOrganisation org) : IAsyncDisposable
{
    public static readonly CredentialDraft Draft = new()
    {
        Integration = "hr-sync", Kind = "ClientSecret", Label = "Service secret", KeptIn = "kv-prod/hr-sync", Target = "corp-directory", Identity = "hr-sync", Issued = "2026-01-31", Expires = "2026-12-31",
    };

    public TestPortal Portal => portal;
    public SmallOrganisation Org => org;
    public CredentialId Id { get; private set; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<CredentialScene> SetAsync()
    {
        var portal = await TestPortal.StartAsync();
        var scene = new CredentialScene(portal, await CreateAsync(portal));
        scene.Id = (await portal.Get<RegisterCredential>().RunAsync(As(scene.Org.Ian), Draft, Stop)).Value;
        return scene;
    }

    public async Task<Credential> ReadAsync(CredentialId? id = null)
    {
        await using var db = portal.Db();
        var wanted = id ?? Id;
        return await db.Credentials.AsNoTracking().SingleAsync(c => c.Id == wanted, Stop);
    }

    public async Task<CredentialView> ViewAsync(Actor actor) => (await portal.Get<CredentialPageQuery>().RunAsync(actor, Id.Value, Stop))!;

    public async Task<RotationId> StartAsync() => (await portal.Get<StartRotation>().RunAsync(As(org.Ian), Id, Stop)).Value;

    public Task<Result<Done>> ProveAsync(RotationId rotation, RotationStep step, bool worked = true, Actor? by = null) => portal.Get<ProveStep>().RunAsync(
        by ?? As(org.Ian), rotation, new StepTold(step, worked, "Seen in the log of the job.", null, step == RotationStep.Staged && worked ? new("kv-prod/hr-sync-2", portal.Now.AddDays(90)) : null), Stop);

    public async Task<IReadOnlyList<string>> RecordedAsync(string kind)
    {
        await using var db = portal.Db();
        return await db.AuditEvents.AsNoTracking().Where(e => e.Kind == kind).OrderBy(e => e.Id).Select(e => e.Body).ToListAsync(Stop);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();
}
