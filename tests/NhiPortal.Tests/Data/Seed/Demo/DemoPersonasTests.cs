using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;
using NhiPortal.Features.Requests;

namespace NhiPortal.Tests.Data.Seed.Demo;

public sealed class DemoPersonasTests(SeededDemo demo) : IClassFixture<SeededDemo>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("account.create_admin", "account", "anyone-at-all", null)]
    [InlineData("group.add_member", "group", "Domain Admins", "u123")]
    public async Task HrSync_AsksAndBothOwnersApprove_IsAllowed(string action, string type, string resource, string? member)
    {
        var hrSync = await IdAsync("hr-sync");
        var parameters = member is null ? [] : new Dictionary<string, JsonElement> { ["member"] = JsonSerializer.SerializeToElement(member) };
        var call = new ActionCall(action, "corp-directory", type, resource, parameters);
        var asked = await demo.Portal.Get<AskForAccess>().RunAsync(
            new Actor { Kind = ActorKind.Workload, Id = hrSync.Workload.Value, Name = "hr-sync" },
            new Ask(hrSync.Workload, call) { Justification = "Ticket 4711 asks for it", Minutes = 30 }, Cancellation);
        Assert.True(asked.Succeeded, asked.Refusal?.Sentence);
        foreach (var persona in new[] { "system-owner", "iam-owner" })
        {
            var answered = await demo.Portal.Get<DecideRequest>().RunAsync(
                await demo.PersonaAsync(persona), asked.Value.Id, new OwnerAnswer(Verdict.Approve, 15, null, "corp-directory"), Cancellation);
            Assert.True(answered.Succeeded, answered.Refusal?.Sentence);
        }

        await using var db = demo.Portal.Db();
        var facts = await db.AccessFactsAsync(hrSync.Integration, demo.Now, Cancellation);
        Assert.True(AccessJudge.Decide(facts!, hrSync.Workload, call, null, demo.Now).Allowed);
    }

    [Theory]
    [InlineData("system-owner", 3)]
    [InlineData("iam-owner", 4)]
    [InlineData("second-owner", 2)]
    public async Task Inbox_OfPersona_HasSeveralTheyMayAnswer(string persona, int atLeast)
    {
        var actor = await demo.PersonaAsync(persona);
        await using var db = demo.Portal.Db();
        var open = 0;
        foreach (var request in await db.Requests.Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery().Where(r => r.Status == RequestStatus.Pending).ToListAsync(Cancellation))
            open += request.TurnFor(await db.ApproverFactsAsync(request, actor.Person!.Value, demo.Now, Cancellation), demo.Now).Succeeded ? 1 : 0;
        Assert.True(open >= atLeast, $"{open} waiting");
    }

    [Fact]
    public async Task SystemOwner_StartedARun_IsShownWhyNot()
    {
        var actor = await demo.PersonaAsync("system-owner");
        await using var db = demo.Portal.Db();
        var request = await db.Requests.Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery().SingleAsync(r => r.Status == RequestStatus.Pending && r.StartedById == actor.Person, Cancellation);
        var barred = request.TurnFor(await db.ApproverFactsAsync(request, actor.Person!.Value, demo.Now, Cancellation), demo.Now);
        Assert.Equal("own_run", barred.Refusal?.Code);
    }

    [Theory]
    [InlineData("iam-staff")]
    [InlineData("auditor")]
    [InlineData("administrator")]
    [InlineData("no-role")]
    public async Task Persona_WithoutOwnership_OwnsAndOwnedNothing(string persona)
    {
        var actor = await demo.PersonaAsync(persona);
        await using var db = demo.Portal.Db();
        Assert.False(await db.Ownerships.AnyAsync(o => o.PersonId == actor.Person || o.DeputyId == actor.Person, Cancellation));
    }

    [Fact]
    public async Task IamOwner_OwnsAboutADozen_AndSystemOwnerThreeTargets()
    {
        var (iam, system) = (await demo.PersonaAsync("iam-owner"), await demo.PersonaAsync("system-owner"));
        await using var db = demo.Portal.Db();
        Assert.InRange(await db.Ownerships.CountAsync(o => o.PersonId == iam.Person && o.Role == OwnerRole.IamOwner && o.AcceptedAt != null && o.ClosedAt == null, Cancellation), 10, 16);
        Assert.Equal(3, await db.Ownerships.CountAsync(o => o.PersonId == system.Person && o.Role == OwnerRole.SystemOwner && o.AcceptedAt != null && o.ClosedAt == null, Cancellation));
    }

    private async Task<(IntegrationId Integration, WorkloadId Workload)> IdAsync(string key)
    {
        await using var db = demo.Portal.Db();
        var id = await db.Integrations.Where(i => i.Key == key).Select(i => i.Id).SingleAsync(Cancellation);
        var workload = await db.Workloads.SingleAsync(w => w.IntegrationId == id && w.Issuer == "urn:nhiportal:development" && w.Subject == key, Cancellation);
        return (id, workload.Id);
    }
}
