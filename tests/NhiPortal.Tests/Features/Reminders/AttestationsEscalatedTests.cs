using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Owners;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>An ownership nobody confirms goes on to the deputy and then to the manager before it lapses, once each, and to nobody once it is confirmed.</summary>
public sealed class AttestationsEscalatedTests : IAsyncLifetime
{
    private ReminderScene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        scene = await ReminderScene.SetAsync();
        await scene.Portal.ArrangeAsync(db =>
        {
            db.Ownerships.Single(o => o.PersonId == scene.Org.Sam.Id).NameDeputy(scene.Org.Nora.Id);
            db.People.Single(p => p.Id == scene.Org.Sam.Id).Reports(scene.Org.Ian.Id);
        });
    }

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Overdue_GoesToTheDeputy_ThenToTheManager_OnceEach()
    {
        await OverdueAsync(TimeSpan.FromDays(4));
        Assert.Empty(await ToldAsync());
        await OverdueAsync(TimeSpan.FromDays(6));
        Assert.Equal([scene.Org.Nora.Id], (await ToldAsync()).Select(n => n.PersonId));
        await OverdueAsync(TimeSpan.FromDays(11));
        await scene.RaiseAsync();
        var told = await ToldAsync();
        Assert.Equal([scene.Org.Nora.Id, scene.Org.Ian.Id], told.Select(n => n.PersonId));
        Assert.Equal("Sam has not confirmed it, and it lapses soon; you are their manager", told[1].Detail);
        Assert.All(told, notice => Assert.NotNull(notice.LetterId));
        await scene.DigestAsync();
        Assert.Equal(2, (await ToldAsync()).Count);
    }

    [Fact]
    public async Task Confirmed_IsTakenBackFromEverybody()
    {
        await OverdueAsync(TimeSpan.FromDays(11));
        Assert.Equal(2, (await ToldAsync()).Count);
        await using var db = scene.Portal.Db();
        var mine = await db.Ownerships.Where(o => o.PersonId == scene.Org.Sam.Id).Select(o => o.Id).SingleAsync(Stop);
        Assert.True((await scene.Portal.Get<AttestOwnership>().RunAsync(SmallOrganisation.As(scene.Org.Sam), mine, Stop)).Succeeded);
        await scene.RaiseAsync();
        Assert.Empty(await ToldAsync());
    }

    private async Task OverdueAsync(TimeSpan late)
    {
        await using var db = scene.Portal.Db();
        var due = await db.Ownerships.Where(o => o.PersonId == scene.Org.Sam.Id).Select(o => o.AttestationDue!.Value).SingleAsync(Stop);
        scene.Portal.Time.SetUtcNow(due + late);
        await scene.RaiseAsync();
    }

    private async Task<IReadOnlyList<Notice>> ToldAsync() => [.. (await scene.NoticesAsync()).Where(n => n is { Kind: ReminderKind.AttestationEscalated, SettledAt: null } && n.Title.StartsWith(OwnerRole.SystemOwner.Title(), StringComparison.Ordinal))];
}
