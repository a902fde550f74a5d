using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Features.Audit;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Audit;

/// <summary>One event in full: proved or not, for whom, and that looking is itself on record.</summary>
public sealed class AuditEventTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;
    private Guid asked;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
        await org.AskAsync();
        await using var db = portal.Db();
        asked = await db.AuditEvents.Where(e => e.Kind == "request.asked").Select(e => e.EventId).SingleAsync(Stop);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Event_BeforeAndAfterItIsSigned_SaysWhetherItIsProved()
    {
        Assert.Null((await ViewAsync())!.Proved);
        await portal.SignedLogAsync(7);
        var signed = await ViewAsync();
        Assert.True(signed!.Proved);
        Assert.NotNull(signed.LeafHash);
        await portal.SqlAsync($"UPDATE AuditEvents SET Body = replace(Body, 'asked for', 'asked 4') WHERE EventId = '{asked.ToString().ToUpperInvariant()}'");
        Assert.False((await ViewAsync())!.Proved);
    }

    [Fact]
    public async Task Event_OtherTenantNoRoleOrUnknown_IsNotThere()
    {
        Assert.Null(await portal.Get<AuditEventQuery>().RunAsync(As(org.Stranger, Role.Auditor), asked, Stop));
        Assert.Null(await portal.Get<AuditEventQuery>().RunAsync(As(org.Bea), asked, Stop));
        Assert.Null(await portal.Get<AuditEventQuery>().RunAsync(As(org.Staff, Role.Auditor), Guid.Empty, Stop));
    }

    [Fact]
    public async Task Open_AgainWithinMinutes_IsOneLook()
    {
        for (var looks = 0; looks < 3; looks++)
            Assert.True((await OpenAsync()).Succeeded);
        Assert.Equal(1, await ReadsAsync());
        portal.Time.Advance(TimeSpan.FromMinutes(11));
        await OpenAsync();
        Assert.Equal(2, await ReadsAsync());
    }

    [Fact]
    public async Task Lists_HoweverOftenRead_RecordNothing()
    {
        for (var reads = 0; reads < 3; reads++)
        {
            await portal.Get<AuditLogQuery>().RunAsync(As(org.Staff, Role.Auditor), new(), 50, Stop);
            await portal.Get<AuditLogQuery>().CountNewerAsync(As(org.Staff, Role.Auditor), new(), 0, Stop);
        }

        Assert.Equal(0, await ReadsAsync());
    }

    private Task<AuditEventView?> ViewAsync() => portal.Get<AuditEventQuery>().RunAsync(As(org.Staff, Role.Auditor), asked, Stop);

    private Task<Result<AuditEventView>> OpenAsync() => portal.Get<OpenAuditEvent>().RunAsync(As(org.Staff, Role.Auditor), asked, Stop);

    private async Task<int> ReadsAsync()
    {
        await using var db = portal.Db();
        return await db.AuditEvents.CountAsync(e => e.Kind == OpenAuditEvent.Read, Stop);
    }
}
