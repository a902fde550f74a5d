using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Delegations;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Delegations;

/// <summary>A role lent for a while: moved, never widened, and told in the record.</summary>
public sealed class DelegationTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Accepted_StandInDecides_AndTheRecordReadsForWhom()
    {
        var id = await org.AskAsync();
        await LendAsync(org.Sam, org.Nora);
        Assert.Equal(id.Value, Assert.Single((await portal.Get<ApprovalInboxQuery>().RunAsync(As(org.Nora), Stop)).Items).Id);

        Assert.True((await org.ApproveAsync(org.Nora, id)).Succeeded);

        var decision = Assert.Single((await org.ReadAsync(id)).Decisions);
        Assert.Equal((org.Nora.Id, org.Sam.Id, OwnerRole.SystemOwner), (decision.PersonId, decision.ForId!.Value, decision.Role));
        await using var db = portal.Db();
        Assert.Contains("Nora for Sam approved", (await db.AuditEvents.SingleAsync(e => e.Kind == "request.stage_approved", Stop)).Body, StringComparison.Ordinal);
        Assert.Equal("already_decided", (await org.ApproveAsync(org.Sam, id)).Refusal!.Code);
    }

    [Fact]
    public async Task NotAccepted_NotYet_Over_OrEnded_LendsNothing()
    {
        var id = await org.AskAsync();
        var offered = await OfferAsync(org.Sam, org.Nora);
        Assert.Equal("not_found", (await org.ApproveAsync(org.Nora, id)).Refusal!.Code);
        Assert.True((await portal.Get<AcceptDelegation>().RunAsync(As(org.Nora), offered.Value, Stop)).Succeeded);
        Assert.True((await portal.Get<CloseDelegation>().RunAsync(As(org.Sam), offered.Value, "back again", Stop)).Succeeded);
        Assert.Equal("not_found", (await org.ApproveAsync(org.Nora, id)).Refusal!.Code);

        var later = await OfferAsync(org.Sam, org.Nora, fromDay: DateOnly.FromDateTime(portal.Now.UtcDateTime.AddDays(3)));
        Assert.True((await portal.Get<AcceptDelegation>().RunAsync(As(org.Nora), later.Value, Stop)).Succeeded);
        Assert.Equal("role_not_held", (await org.ApproveAsync(org.Nora, id)).Refusal!.Code);

        portal.Time.Advance(TimeSpan.FromDays(20));
        Assert.Equal(1, await portal.Get<EndDueDelegations>().RunAsync(Stop));
        Assert.Equal(0, await portal.Get<EndDueDelegations>().RunAsync(Stop));
        Assert.Equal("not_found", (await org.ApproveAsync(org.Nora, await org.AskAsync(AddMember("u2")))).Refusal!.Code);
    }

    [Fact]
    public async Task OwnerInTwoTenants_LendsInTheOneWhereTheStandInWorks()
    {
        await portal.ArrangeAsync(db =>
        {
            db.People.Single(p => p.Id == org.Sam.Id).Allow(org.Other.Id);
            var there = TargetSystem.Create(org.Other.Id, "other-directory", "Other directory", IdentityStore.Directory, DeploymentEnvironment.Production, Criticality.High, portal.Now);
            var ownership = Ownership.Nominate(org.Other.Id, OwnerRole.SystemOwner, org.Sam.Id, null, there.Id, null, null, portal.Now);
            ownership.Accept(org.Sam.Id, 90, portal.Now);
            db.AddRange(there, ownership);
        });

        Assert.True((await OfferAsync(org.Sam, org.Nora)).Succeeded);
        Assert.True((await OfferAsync(org.Sam, org.Stranger)).Succeeded);
    }

    [Fact]
    public async Task LenderWhoAskedForIt_CannotBeStoodInFor()
    {
        await using (var db = portal.Db())
        {
            (await db.Ownerships.SingleAsync(o => o.TargetId == org.Directory.Id, Stop)).End(OwnershipEnd.Ended, "handed over", portal.Now);
            await db.SaveChangesAsync(Stop);
            var ownership = Ownership.Nominate(org.Home.Id, OwnerRole.SystemOwner, org.Bea.Id, null, org.Directory.Id, null, null, portal.Now);
            ownership.Accept(org.Bea.Id, 90, portal.Now);
            db.Add(ownership);
            await db.SaveChangesAsync(Stop);
        }

        await LendAsync(org.Bea, org.Nora);
        var asked = await portal.Get<AskForAccess>().RunAsync(As(org.Bea), new Ask(org.Workload.Id, AddMember()) { Justification = "Ticket 4711 asks for it" }, Stop);

        // Nora stands in for the requester, so she is one party with her.
        Assert.Equal("deputy_of_party", (await org.ApproveAsync(org.Nora, asked.Value.Id)).Refusal!.Code);
    }

    [Fact]
    public async Task Lent_IsNotLentOn_AndNothingIsLentByWhoHoldsNothing()
    {
        var id = await org.AskAsync();
        await LendAsync(org.Sam, org.Staff);
        Assert.Equal("role_not_held", (await OfferAsync(org.Staff, org.Ian)).Refusal!.Code);
        Assert.Equal("own_stand_in", (await OfferAsync(org.Sam, org.Sam)).Refusal!.Code);
        Assert.Equal("unknown_person", (await OfferAsync(org.Sam, org.Stranger)).Refusal!.Code);
        Assert.Equal("not_your_stage", (await OfferAsync(org.Bea, org.Nora, request: id)).Refusal!.Code);
    }

    [Fact]
    public async Task HandedOver_OneRequest_OpensThatOneAlone()
    {
        var id = await org.AskAsync();
        var other = await org.AskAsync(AddMember("u2"));
        var offered = await OfferAsync(org.Sam, org.Staff, request: id);
        Assert.True((await portal.Get<AcceptDelegation>().RunAsync(As(org.Staff), offered.Value, Stop)).Succeeded);

        Assert.Equal("not_found", (await org.ApproveAsync(org.Staff, other)).Refusal!.Code);
        Assert.True((await org.ApproveAsync(org.Staff, id)).Succeeded);
    }

    [Fact]
    public async Task OneRoleLent_DoesNotOpenAnother()
    {
        var id = await org.AskAsync();
        await LendAsync(org.Ian, org.Staff, OwnerRole.BusinessOwner, expected: "role_not_held");
        await LendAsync(org.Ian, org.Staff, OwnerRole.IamOwner);
        Assert.True((await org.ApproveAsync(org.Staff, id)).Succeeded);
        Assert.Equal(OwnerRole.IamOwner, Assert.Single((await org.ReadAsync(id)).Decisions).Role);
        Assert.Equal(RequestStatus.Approved, (await org.ApproveAsync(org.Sam, id)).Value);
    }

    [Fact]
    public async Task Lent_InOneTenant_OpensNothingInAnother_UntilItIsLentThereToo()
    {
        await portal.ArrangeAsync(db =>
        {
            foreach (var person in new[] { org.Sam.Id, org.Nora.Id })
                db.People.Single(p => p.Id == person).Allow(org.Other.Id);
            var there = TargetSystem.Create(org.Other.Id, "other-directory", "Other directory", IdentityStore.Directory, DeploymentEnvironment.Production, Criticality.High, portal.Now);
            var ownership = Ownership.Nominate(org.Other.Id, OwnerRole.SystemOwner, org.Sam.Id, null, there.Id, null, null, portal.Now);
            ownership.Accept(org.Sam.Id, 90, portal.Now);
            db.AddRange(there, ownership);
            var lent = Delegation.Offer(new(org.Other.Id, org.Sam.Id, org.Nora.Id, portal.Now, portal.Now.AddDays(7), "Away for a week"), portal.Now).Value;
            lent.Accept(portal.Now);
            db.Add(lent);
        });
        var id = await org.AskAsync();
        Assert.Equal("not_found", (await org.ApproveAsync(org.Nora, id)).Refusal?.Code);

        await LendAsync(org.Sam, org.Nora);
        Assert.True((await org.ApproveAsync(org.Nora, id)).Succeeded);
    }

    [Fact]
    public async Task StandIn_OfAnotherTenant_SeesNothingOfThisOne()
    {
        var id = await org.AskAsync();
        var lent = Delegation.Offer(new(org.Other.Id, org.Sam.Id, org.Stranger.Id, portal.Now, portal.Now.AddDays(7), "Away for a week"), portal.Now).Value;
        lent.Accept(portal.Now);
        await portal.ArrangeAsync(db => db.Add(lent));
        Assert.Equal("not_found", (await org.ApproveAsync(org.Stranger, id)).Refusal?.Code);
        await using var db = portal.Db();
        Assert.False(await db.Requests.To(As(org.Stranger), db).AnyAsync(Stop));
    }

    [Fact]
    public async Task StandIn_WhoBecameAVendorsContact_DecidesNothing()
    {
        var id = await org.AskAsync();
        await LendAsync(org.Sam, org.Nora);
        await portal.ArrangeAsync(db => db.People.Single(p => p.Id == org.Nora.Id).Classify(true));
        Assert.Equal("role_not_held", (await org.ApproveAsync(org.Nora, id)).Refusal?.Code);
    }

    private async Task LendAsync(Person lender, Person standIn, OwnerRole? role = null, string? expected = null)
    {
        var offered = await OfferAsync(lender, standIn, role);
        Assert.Equal(expected, offered.Refusal?.Code);
        if (expected is null)
            Assert.True((await portal.Get<AcceptDelegation>().RunAsync(As(standIn), offered.Value, Stop)).Succeeded);
    }

    private Task<Result<DelegationId>> OfferAsync(Person lender, Person standIn, OwnerRole? role = null, DateOnly? fromDay = null, RequestId? request = null) =>
        portal.Get<OfferDelegation>().RunAsync(As(lender), new DelegationOrder(standIn.Mail, fromDay, 7, "Away for a week") { Role = role, Request = request }, Stop);
}
