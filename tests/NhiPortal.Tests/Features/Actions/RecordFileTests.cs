using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Features.Actions;
using NhiPortal.Features.Audit;
using NhiPortal.Tests.Features.Audit;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Actions;

public sealed class RecordFileTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;
    private RequestId request;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
        request = await org.AskAsync();
        portal.Time.Advance(TimeSpan.FromSeconds(90));
        await org.ApproveAsync(org.Sam, request);
        await org.ApproveAsync(org.Ian, request);
        await portal.SignedLogAsync(1);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task File_ApprovedRequest_NamesWorkloadPolicyApproversGrantAndProof()
    {
        using var file = JsonDocument.Parse(RecordFile.Of((await TakeAsync(As(org.Bea))).Value));
        var record = file.RootElement;
        Assert.Equal("approved", record.GetProperty("request").GetProperty("status").GetString());
        Assert.Equal(("hr-sync", "urn:test"), (record.GetProperty("workload").GetProperty("integration").GetString(), record.GetProperty("workload").GetProperty("issuer").GetString()));
        Assert.Equal("u123", record.GetProperty("action").GetProperty("parameters").GetProperty("member").GetString());
        Assert.Equal(64, record.GetProperty("action").GetProperty("binding_sha256").GetString()!.Length);
        Assert.Equal(1, record.GetProperty("policy").GetProperty("version").GetInt32());
        Assert.Equal(["iam_owner", "system_owner"], record.GetProperty("approvers").EnumerateArray().Select(a => a.GetProperty("role").GetString()).Order());
        Assert.All(record.GetProperty("approvers").EnumerateArray(), a => Assert.Equal(90, a.GetProperty("seconds_taken").GetInt64()));
        Assert.Equal("active", record.GetProperty("grant").GetProperty("status").GetString());
        Assert.All(record.GetProperty("events").EnumerateArray(), told => Assert.True(told.GetProperty("signed").GetBoolean()));
        Assert.True(record.GetProperty("proof").GetProperty("checkpoint_size").GetInt64() > 0);
    }

    [Fact]
    public async Task Take_IsRecorded_AndANoIsTooButToldNothing()
    {
        Assert.True((await TakeAsync(As(org.Staff, Role.Auditor))).Succeeded);
        Assert.Equal("not_found", (await TakeAsync(As(org.Nora))).Refusal?.Code);
        Assert.Equal("not_found", (await TakeAsync(As(org.Stranger, Role.Auditor))).Refusal?.Code);
        await using var db = portal.Db();
        var read = await db.AuditEvents.SingleAsync(e => e.Kind == OpenAuditEvent.Read, Stop);
        Assert.Equal((request, org.Home.Id, org.Staff.Id.Value), (read.RequestId, read.TenantId, read.ActorId));
        Assert.Equal(2, await db.AuditEvents.CountAsync(e => e.Kind == "audit.read.refused", Stop));
    }

    [Fact]
    public async Task Open_IsRecordedOnceForOneLook_AndLeavesTheRecordAsItWas()
    {
        for (var look = 0; look < 2; look++)
            Assert.True((await portal.Get<OpenRecord>().RunAsync(As(org.Staff, Role.Auditor), request.Value, Stop)).Succeeded);
        Assert.Equal("not_found", (await portal.Get<OpenRecord>().RunAsync(As(org.Stranger, Role.Auditor), request.Value, Stop)).Refusal?.Code);
        portal.Time.Advance(TimeSpan.FromMinutes(11));
        await portal.Get<OpenRecord>().RunAsync(As(org.Staff, Role.Auditor), request.Value, Stop);
        await using var db = portal.Db();
        Assert.Equal([null, null], await db.AuditEvents.Where(e => e.Kind == OpenAuditEvent.Read).Select(e => e.RequestId).ToListAsync(Stop));
    }

    private Task<Result<AccountabilityRecord>> TakeAsync(Actor actor) => portal.Get<TakeRecordFile>().RunAsync(actor, request.Value, Stop);
}
