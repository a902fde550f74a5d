using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Features.Findings;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Findings;

/// <summary>Two people and an end, or no exception; and it ends by itself.</summary>
public sealed class ExceptionTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;
    private FindingId id;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        var scene = await AccessMatrixTests.Scene.SetAsync(portal);
        org = scene.Org;
        id = await scene.FindingAsync();
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Theory]
    [InlineData("too short", "Watched by the night shift", 30, "too_short")]
    [InlineData("The vendor delivers in spring", "", 30, "too_short")]
    [InlineData("The vendor delivers in spring", "Watched by the night shift", 0, "exception_end")]
    [InlineData("The vendor delivers in spring", "Watched by the night shift", 181, "exception_end")]
    public async Task Ask_BadInput_IsRefusedAndRecorded(string reason, string control, int days, string code)
    {
        Assert.Equal(code, (await AskAsync(org.Bea, reason, control, days)).Refusal?.Code);
        await using var db = portal.Db();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == "finding.ask_exception.refused", Stop));
        Assert.False((await ReadAsync()).ExceptionIsPending);
    }

    [Fact]
    public async Task Agree_ByWhoeverAskedOrMustPutItRight_IsRefused()
    {
        var staff = As(org.Staff, Role.IamStaff);
        await AskAsync(org.Staff, Role.IamStaff);
        Assert.Equal("own_exception", (await portal.Get<AgreeException>().RunAsync(staff, id, Stop)).Refusal?.Code);
        // Ian is the IAM owner who has to renew the secret, whatever role he holds besides.
        Assert.Equal("own_fix", (await portal.Get<AgreeException>().RunAsync(As(org.Ian, Role.SecurityOperations), id, Stop)).Refusal?.Code);
        Assert.Equal(FindingStatus.Open, (await ReadAsync()).Status);
    }

    [Fact]
    public async Task Agreed_EndsOnItsDayByItself()
    {
        await AskAsync(org.Bea);
        Assert.Equal("exception_there", (await AskAsync(org.Bea)).Refusal?.Code);
        Assert.True((await portal.Get<AgreeException>().RunAsync(As(org.Staff, Role.SecurityOperations), id, Stop)).Succeeded);
        await portal.Get<EvaluateFindings>().RunAsync(Stop);
        Assert.Equal(FindingStatus.Excepted, (await ReadAsync()).Status);

        portal.Time.Advance(TimeSpan.FromDays(30));
        await portal.Get<SweepFindings>().RunAsync(Stop);
        var open = await ReadAsync();
        Assert.Equal((FindingStatus.Open, (DateTimeOffset?)null), (open.Status, open.ExceptionUntil));
        Assert.Equal(portal.Now.AddDays(14), open.DueAt);
        await using var db = portal.Db();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == "finding.exception_ended", Stop));
    }

    [Fact]
    public async Task Withdrawn_CountsAgainAtOnce()
    {
        await AskAsync(org.Bea);
        await portal.Get<AgreeException>().RunAsync(As(org.Staff, Role.Administrator), id, Stop);
        Assert.True((await portal.Get<WithdrawException>().RunAsync(As(org.Bea), id, "It can be renewed now", Stop)).Succeeded);
        Assert.Equal(FindingStatus.Open, (await ReadAsync()).Status);
    }

    [Fact]
    public async Task Assign_ToSomebodyUnfit_IsRefused()
    {
        var staff = As(org.Staff, Role.IamStaff);
        Assert.Equal("unfit_assignee", (await portal.Get<AssignFinding>().RunAsync(staff, id, org.Stranger.Id, Stop)).Refusal?.Code);
        Assert.True((await portal.Get<AssignFinding>().RunAsync(staff, id, org.Nora.Id, Stop)).Succeeded);
        // Whoever has taken it on sees it, whatever else they own.
        Assert.Single((await portal.Get<MyFindingsQuery>().RunAsync(As(org.Nora), Stop)).Rows);
    }

    private Task<Result<Done>> AskAsync(Domain.People.Person by, params Role[] roles) =>
        portal.Get<AskException>().RunAsync(As(by, roles), id, new ExceptionAsk("The vendor delivers in spring", "Watched by the night shift", portal.Now.AddDays(30)), Stop);

    private Task<Result<Done>> AskAsync(Domain.People.Person by, string reason, string control, int days) =>
        portal.Get<AskException>().RunAsync(As(by), id, new ExceptionAsk(reason, control, portal.Now.AddDays(days)), Stop);

    private async Task<Finding> ReadAsync()
    {
        await using var db = portal.Db();
        return await db.Findings.AsNoTracking().SingleAsync(f => f.Id == id, Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
