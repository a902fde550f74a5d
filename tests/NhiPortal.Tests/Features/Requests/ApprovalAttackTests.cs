using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Policy;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Access;
using NhiPortal.Tests.Features.Policy;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Requests;

/// <summary>Every known way to bend an approval, each by its name; none of them lets anything through. What comes over the wire is in the other half.</summary>
public sealed partial class ApprovalAttackTests : IAsyncLifetime
{
    private Scene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestPortal Portal => scene.Portal;

    private SmallOrganisation Org => scene.Org;

    public async ValueTask InitializeAsync() => scene = await Scene.StartAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task SelfApproval_ByASecondAccountOfTheSamePerson()
    {
        var second = Person.Create(Org.Home.Id, "oid-bea-admin", "Bea (admin)", Org.Bea.Mail.ToUpperInvariant(), Portal.Now);
        await GiveDirectoryToAsync(second);
        var asked = await Portal.Get<AskForAccess>().RunAsync(As(Org.Bea), new Ask(Org.Workload.Id, AddMember()) { Justification = "Ticket 4711 asks for it" }, Stop);
        await RefusedAsync("own_request", Org.ApproveAsync(second, asked.Value.Id));
    }

    [Fact]
    public async Task Controller_AsApprover()
    {
        await using (var db = Portal.Db())
        {
            var sync = await db.Integrations.AsNoTracking().SingleAsync(i => i.Id == Org.Sync.Id, Stop);
            var draft = new IntegrationDraft { Name = sync.Name, Purpose = "Does what I want.", Kind = sync.Kind.ToString(), Environment = sync.Environment.ToString() };
            Assert.True((await Portal.Get<ChangeIntegration>().RunAsync(As(Org.Ian, Role.IamStaff), sync.Id, sync.Version, draft, Stop)).Succeeded);
        }

        await RefusedAsync("controller", Org.ApproveAsync(Org.Ian, await Org.AskAsync()));
    }

    [Fact]
    public async Task Deputy_OfTheRequester()
    {
        await Portal.ArrangeAsync(db => db.Ownerships.Single(o => o.IntegrationId == Org.Sync.Id && o.Role == OwnerRole.BusinessOwner).NameDeputy(Org.Sam.Id));
        var asked = await Portal.Get<AskForAccess>().RunAsync(As(Org.Bea), new Ask(Org.Workload.Id, AddMember()) { Justification = "Ticket 4711 asks for it" }, Stop);
        await RefusedAsync("deputy_of_party", Org.ApproveAsync(Org.Sam, asked.Value.Id));
    }

    [Fact]
    public async Task Decision_Replayed()
    {
        var id = await Org.AskAsync();
        Assert.True((await Org.ApproveAsync(Org.Sam, id)).Succeeded);
        await RefusedAsync("already_decided", Org.ApproveAsync(Org.Sam, id));
        Assert.True((await Org.ApproveAsync(Org.Ian, id)).Succeeded);
        foreach (var person in new[] { Org.Sam, Org.Ian })
            Assert.Equal("already_ended", (await Org.ApproveAsync(person, id)).Refusal!.Code);
        await using var db = Portal.Db();
        Assert.Equal(1, await db.Grants.CountAsync(Stop));
        // Nor does an answer to one request count for its twin.
        Assert.False((await scene.Api.EvaluateAsync(scene.Token, Scene.Body("another"))).Decision);
    }

    [Fact]
    public async Task Policy_WeakenedByOnePerson_OrByTheirSecondAccount()
    {
        var policies = new PolicyScene(Portal, Org);
        var saved = await policies.SaveAsync(policies.Nora, default, PolicyScene.Weaker);
        Assert.Null((await policies.PublishAsync(policies.Nora, saved.Value)).Value);
        var waiting = await policies.TokenAsync();
        var second = Person.Create(Org.Home.Id, "oid-nora-admin", "Nora (admin)", Org.Nora.Mail, Portal.Now);
        await Portal.ArrangeAsync(db => db.Add(second));
        foreach (var actor in new[] { policies.Nora, As(second, Role.IamStaff), As(second, Role.Administrator) })
            Assert.Equal("second_person", (await policies.AgreeAsync(actor, waiting)).Refusal?.Code);
        Assert.Equal(1, (await policies.NewestAsync()).Number);
        Assert.True((await policies.AgreeAsync(policies.Staff, waiting)).Succeeded);
    }

    [Fact]
    public async Task Silence_IsNoApproval()
    {
        var id = await Org.AskAsync();
        await Org.ApproveAsync(Org.Sam, id);
        Portal.Time.Advance(TimeSpan.FromDays(30));
        await Portal.Get<WatchRequests>().RunAsync(Stop);
        await Portal.Get<ReturnChanged>().RunAsync(Stop);
        await Portal.Get<ExpireRequests>().RunAsync(Stop);
        Assert.Equal(RequestStatus.Expired, (await Org.ReadAsync(id)).Status);
        await NothingGrantedAsync();
    }

    [Fact]
    public async Task Approval_AfterTheRequestLapsed_OrTheOwnership()
    {
        var (late, lapsed) = (await Org.AskAsync(), await Org.AskAsync(AddMember("u2")));
        await Portal.ArrangeAsync(db => db.Entry(db.Requests.Single(r => r.Id == late)).Property(r => r.ExpiresAt).CurrentValue = Portal.Now.AddMinutes(1));
        Portal.Time.Advance(TimeSpan.FromMinutes(1));
        await RefusedAsync("request_expired", Org.ApproveAsync(Org.Sam, late));

        await Portal.ArrangeAsync(db => db.Entry(db.Requests.Single(r => r.Id == lapsed)).Property(r => r.ExpiresAt).CurrentValue = Portal.Now.AddYears(1));
        // Nobody has swept: the clock alone has ended what Sam holds.
        Portal.Time.Advance(TimeSpan.FromDays(300));
        Assert.False((await Org.ApproveAsync(Org.Sam, lapsed)).Succeeded);
        await NothingGrantedAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-15)]
    [InlineData(-600)]
    public async Task Decision_WithoutStepUp(int? minutesAgo)
    {
        var id = await Org.AskAsync(new("account.create_admin", "corp-directory", "account", "adm-1", new Dictionary<string, System.Text.Json.JsonElement>()));
        var actor = As(Org.Sam) with { ProvedAt = minutesAgo is { } ago ? Portal.Now.AddMinutes(ago) : null };
        await RefusedAsync("sign_in_again", Portal.Get<DecideRequest>().RunAsync(actor, id, new OwnerAnswer(Verdict.Approve, 15, null, "corp-directory"), Stop));
    }

    [Fact]
    public async Task Approver_OfAnotherTenant()
    {
        var id = await Org.AskAsync();
        await RefusedAsync("not_found", Org.ApproveAsync(Org.Stranger, id));
        // Not even where a row says they own it.
        await GiveDirectoryToAsync(Org.Stranger, isKnown: true);
        await RefusedAsync("approver_other_tenant", Org.ApproveAsync(Org.Stranger, id));
    }

    private async Task GiveDirectoryToAsync(Person person, bool isKnown = false)
    {
        await Portal.ArrangeAsync(db =>
        {
            if (!isKnown)
                db.Add(person);
            db.Ownerships.Single(o => o.TargetId == Org.Directory.Id && o.ClosedAt == null).End(OwnershipEnd.Ended, "handed over", Portal.Now);
        });
        await Portal.ArrangeAsync(db =>
        {
            var ownership = Ownership.Nominate(Org.Home.Id, OwnerRole.SystemOwner, person.Id, null, Org.Directory.Id, null, null, Portal.Now);
            ownership.Accept(person.Id, 90, Portal.Now);
            db.Add(ownership);
        });
    }

    /// <summary>Refused with this reason, on record as refused, and nothing granted.</summary>
    private async Task RefusedAsync(string code, Task<Result<RequestStatus>> attempt)
    {
        Assert.Equal(code, (await attempt).Refusal?.Code);
        await using var db = Portal.Db();
        Assert.Contains(await db.AuditEvents.Where(e => e.Kind == "request.approve.refused").Select(e => e.Body).ToListAsync(Stop), body => body.Contains(code, StringComparison.Ordinal));
        await NothingGrantedAsync();
    }

    private async Task NothingGrantedAsync()
    {
        await using var db = Portal.Db();
        Assert.False(await db.Grants.AnyAsync(Stop));
        Assert.False((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);
    }
}
