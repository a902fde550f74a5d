using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Stops;
using NhiPortal.Features.Access;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Stops;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Integrations;

/// <summary>Registering, changing, cloning and retiring: what each does to owners, grants, and to who may approve.</summary>
public sealed class RegisterIntegrationTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private Actor Staff => As(org.Staff, Role.IamStaff);

    private static IntegrationDraft Draft => new()
    {
        Key = "new-robot",
        Name = "New robot",
        Purpose = "Does one thing every night.",
        Kind = "ScriptedAutomation",
        Environment = "Production",
        Paths = [new("corp-directory", "group.add_member", "app-*")],
        Identities = [new("urn:test", "new-robot")],
        Owners = [new(OwnerRole.BusinessOwner, "bea@home.example"), new(OwnerRole.IamOwner, "ian@home.example", "nora@home.example")],
    };

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Register_OwnersAccept_BecomesActiveAndCanAsk()
    {
        var made = (await portal.Get<RegisterIntegration>().RunAsync(Staff, Draft, null, TestContext.Current.CancellationToken)).Value;
        await using var db = portal.Db();
        Assert.Equal(IntegrationStatus.Draft, (await db.Integrations.SingleAsync(i => i.Id == made.Id, TestContext.Current.CancellationToken)).Status);
        var asked = await db.Ownerships.AsNoTracking().Where(o => o.IntegrationId == made.Id).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(org.Nora.Id, asked.Single(o => o.Role == OwnerRole.IamOwner).DeputyId);

        foreach (var ownership in asked)
            Assert.True((await portal.Get<AcceptOwnership>().RunAsync(As(ownership.PersonId == org.Bea.Id ? org.Bea : org.Ian), ownership.Id, TestContext.Current.CancellationToken)).Succeeded);

        var facts = (await db.AccessFactsAsync(made.Id, portal.Now, TestContext.Current.CancellationToken))!;
        Assert.Equal(IntegrationStatus.Active, facts.Status);
        Assert.Null(AccessJudge.WhyNotRequestable(facts, AddMember(group: "app-readers"), portal.Now));
    }

    [Fact]
    public async Task Register_ManyFaults_NamesEachByField()
    {
        var check = await portal.Get<CheckDraftQuery>().RunAsync(Staff, Draft with { Key = "X", Name = "", Kind = "Robot", EndOfLife = "soon", Owners = [new(OwnerRole.BusinessOwner, "nobody@x")] }, TestContext.Current.CancellationToken);

        Assert.Equal(["business_owner", "end_of_life", "key", "kind", "name"], check.Faults.Select(fault => fault.Field).Order(StringComparer.Ordinal));
        Assert.Equal("invalid_draft", (await portal.Get<RegisterIntegration>().RunAsync(Staff, Draft with { Key = "X", Name = "" }, null, TestContext.Current.CancellationToken)).Refusal!.Code);
    }

    [Fact]
    public async Task AddPath_VendorNotBoundThere_CannotBeCreated()
    {
        var vendor = Vendor.Create(org.Home.Id, "acme", "Acme", org.Bea.Id, portal.Now, systems: [org.Database.Id]);
        await portal.ArrangeAsync(db => db.Add(vendor));
        var made = (await portal.Get<RegisterIntegration>().RunAsync(Staff, Draft with { Kind = "VendorOperated", Vendor = "acme", Paths = [new("orders-db", "group.add_member", "*")] }, null, TestContext.Current.CancellationToken)).Value;

        Assert.Equal("outside_vendor", (await portal.Get<AddPath>().RunAsync(Staff, made.Id, new("corp-directory", "group.add_member", "*"), TestContext.Current.CancellationToken)).Refusal!.Code);
        Assert.Equal("outside_vendor", (await portal.Get<RegisterIntegration>().RunAsync(Staff, Draft with { Key = "other-robot", Identities = [], Vendor = "acme" }, null, TestContext.Current.CancellationToken)).Refusal!.Code);
        Assert.Equal("pattern_stars", (await portal.Get<AddPath>().RunAsync(Staff, made.Id, new("orders-db", "group.add_member", "a**b"), TestContext.Current.CancellationToken)).Refusal!.Code);
    }

    public static TheoryData<string> Shapings => ["change", "path", "close", "identity", "retire-identity"];

    [Theory]
    [MemberData(nameof(Shapings))]
    public async Task AnyChange_ByAnApprover_MakesThemAController(string what)
    {
        var ian = As(org.Ian, Role.IamStaff);
        await ShapeAsync(what, ian);
        var request = what == "retire-identity" ? null : (RequestId?)await org.AskAsync();
        if (request is { } id)
            Assert.Equal("controller", (await org.ApproveAsync(org.Ian, id)).Refusal!.Code);
        await using var db = portal.Db();
        Assert.Contains(await db.AuditEvents.Where(e => e.ActorId == org.Ian.Id.Value && e.IntegrationId == org.Sync.Id).Select(e => e.Kind).ToListAsync(TestContext.Current.CancellationToken),
            kind => kind is "integration.changed" or "path.added" or "path.removed" or "workload.added" or "workload.removed");
    }

    [Theory]
    [InlineData("change", true)]
    [InlineData("path", true)]
    [InlineData("close", true)]
    [InlineData("identity", false)]
    [InlineData("name", false)]
    public async Task ChangedDefinition_EndsWhatWasApprovedForAnother(string what, bool ends)
    {
        var granted = await org.AskAsync();
        await org.ApproveAsync(org.Sam, granted);
        await org.ApproveAsync(org.Ian, granted);
        var waiting = await org.AskAsync(AddMember("u2"));

        await ShapeAsync(what, Staff);

        await using var db = portal.Db();
        Assert.Equal(ends ? GrantStatus.Returned : GrantStatus.Active, (await db.Grants.SingleAsync(TestContext.Current.CancellationToken)).Status);
        Assert.Equal(ends ? "facts_changed" : null, (await org.ApproveAsync(org.Sam, waiting)).Refusal?.Code);
    }

    [Fact]
    public async Task Change_OfAnOlderVersion_IsRefused() => Assert.Equal(
        "changed_meanwhile", (await portal.Get<ChangeIntegration>().RunAsync(Staff, org.Sync.Id, 99, Draft, TestContext.Current.CancellationToken)).Refusal!.Code);

    [Fact]
    public async Task Clone_TakesPathsAndAsksOwners_ButNothingItProvesItselfWith()
    {
        var made = (await portal.Get<CloneIntegration>().RunAsync(Staff, org.Sync.Id, "hr-sync-two", "HR sync two", TestContext.Current.CancellationToken)).Value;

        await using var db = portal.Db();
        Assert.Equal(3, await db.Paths.CountAsync(p => p.IntegrationId == made.Id, TestContext.Current.CancellationToken));
        Assert.Equal(2, await db.Ownerships.CountAsync(o => o.IntegrationId == made.Id && o.AcceptedAt == null, TestContext.Current.CancellationToken));
        Assert.Equal((0, 0, 0), (await db.Workloads.CountAsync(w => w.IntegrationId == made.Id, TestContext.Current.CancellationToken), await db.Credentials.CountAsync(c => c.IntegrationId == made.Id, TestContext.Current.CancellationToken), await db.Grants.CountAsync(g => g.IntegrationId == made.Id, TestContext.Current.CancellationToken)));
        Assert.Equal(IntegrationStatus.Draft, (await db.Integrations.SingleAsync(i => i.Id == made.Id, TestContext.Current.CancellationToken)).Status);
        Assert.Equal("key_exists", (await portal.Get<CloneIntegration>().RunAsync(Staff, org.Sync.Id, "hr-sync", "Again", TestContext.Current.CancellationToken)).Refusal!.Code);
    }

    [Fact]
    public async Task Retire_EndsEverythingItHeldInOneStep()
    {
        var granted = await org.AskAsync();
        await org.ApproveAsync(org.Sam, granted);
        await org.ApproveAsync(org.Ian, granted);
        var waiting = await org.AskAsync(AddMember("u2"));
        await portal.ArrangeAsync(db => db.Add(Credential.Create(org.Sync, CredentialKind.ApiKey, "key", "vault/hr", portal.Now, portal.Now.AddDays(30), null, null, portal.Now)));
        var stops = await portal.Get<CutOffQuery>().RunAsync(Staff, StopScope.Integration, org.Sync.Id.Value, TestContext.Current.CancellationToken);
        Assert.Equal((1, 1, 2, 3, 1, 1), (stops.Grants, stops.Requests, stops.Targets, stops.Paths, stops.Identities, stops.Credentials));

        var took = (await portal.Get<RetireIntegration>().RunAsync(Staff, org.Sync.Id, "Replaced by another.", TestContext.Current.CancellationToken)).Value;

        Assert.Equal(new Retirement(1, 1, 1, 1), took);
        await using var db = portal.Db();
        Assert.Equal(IntegrationStatus.Retired, (await db.Integrations.SingleAsync(TestContext.Current.CancellationToken)).Status);
        Assert.Equal(RequestStatus.Cancelled, (await org.ReadAsync(waiting)).Status);
        Assert.NotNull((await db.Workloads.SingleAsync(TestContext.Current.CancellationToken)).RetiredAt);
        Assert.NotNull((await db.Credentials.SingleAsync(TestContext.Current.CancellationToken)).RevokedAt);
        foreach (var kind in new[] { "grant.revoked", "request.cancelled", "workload.removed", "credential.changed", "integration.retired" })
            Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == kind, TestContext.Current.CancellationToken));
        Assert.Equal("already_retired", (await portal.Get<RetireIntegration>().RunAsync(Staff, org.Sync.Id, "Once more.", TestContext.Current.CancellationToken)).Refusal!.Code);
        Assert.Equal("retired", (await portal.Get<AddPath>().RunAsync(Staff, org.Sync.Id, new("orders-db", "group.add_member", "x"), TestContext.Current.CancellationToken)).Refusal!.Code);
    }

    private async Task ShapeAsync(string what, Actor actor)
    {
        await using var db = portal.Db();
        var sync = await db.Integrations.AsNoTracking().SingleAsync(i => i.Id == org.Sync.Id);
        var same = new IntegrationDraft { Name = sync.Name, Purpose = sync.Purpose, Kind = sync.Kind.ToString(), Environment = sync.Environment.ToString() };
        var refusal = what switch
        {
            "change" => (await portal.Get<ChangeIntegration>().RunAsync(actor, sync.Id, sync.Version, same with { Purpose = "Does something else now." }, default)).Refusal,
            "name" => (await portal.Get<ChangeIntegration>().RunAsync(actor, sync.Id, sync.Version, same with { Name = "Another name" }, default)).Refusal,
            "path" => (await portal.Get<AddPath>().RunAsync(actor, sync.Id, new("orders-db", "group.add_member", "writers"), default)).Refusal,
            "close" => (await portal.Get<RemovePath>().RunAsync(actor, sync.Id, (await db.Paths.SingleAsync(p => p.ResourcePattern == "readers")).Id, default)).Refusal,
            "identity" => (await portal.Get<AddWorkload>().RunAsync(actor, sync.Id, new("urn:test", "hr-sync-two"), default)).Refusal,
            _ => (await portal.Get<RetireWorkload>().RunAsync(actor, sync.Id, org.Workload.Id, default)).Refusal,
        };
        Assert.Null(refusal);
    }
}
