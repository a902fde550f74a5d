using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Policy;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Access;
using NhiPortal.Tests.Features.Policy;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Requests;

/// <content>Tokens, addresses and messages that somebody made up or changed on the way.</content>
public sealed partial class ApprovalAttackTests
{
    [Fact]
    public async Task Parameters_ChangedAfterApproval_OrInTheStore()
    {
        var id = await Org.AskAsync();
        await scene.ApproveAsync(id);
        await using var db = Portal.Db();
        var grant = await db.Grants.AsNoTracking().SingleAsync(Stop);
        foreach (var body in new[] { Scene.Body("mallory"), Scene.Body("mallory", context: new { approval = new { id = grant.Id.Value } }) })
            Assert.Equal("parameters_changed", (await scene.Api.EvaluateAsync(scene.Token, body)).Reason);
        Assert.NotEqual("allowed", (await scene.Api.EvaluateAsync(scene.Token, Scene.Body(group: "Enterprise Admins"))).Reason);

        var waiting = await Org.AskAsync(AddMember("u2"));
        await db.Database.ExecuteSqlAsync($"UPDATE Requests SET Parameters = '{{\"member\":\"mallory\"}}' WHERE Status = 'Pending'", Stop);
        Assert.Equal("parameters_changed", (await Org.ApproveAsync(Org.Sam, waiting)).Refusal!.Code);
    }

    [Theory]
    [InlineData(ActorKind.Workload)]
    [InlineData(ActorKind.EnforcementPoint)]
    [InlineData(ActorKind.Pipeline)]
    [InlineData(ActorKind.Rule)]
    public async Task Policy_WeakenedByAToken(ActorKind kind)
    {
        var policies = new PolicyScene(Portal, Org);
        // Roles are a person's: a token that claims them all, with a person's own id, still has none.
        var token = new Actor { Kind = kind, Id = Org.Staff.Id.Value, Name = "token", Roles = Enum.GetValues<Role>().ToHashSet(), Tenants = null, ProvedAt = DateTimeOffset.MaxValue };
        Assert.Equal("not_allowed", (await policies.SaveAsync(token, default, PolicyScene.Weaker)).Refusal!.Code);
        var saved = await policies.SaveAsync(policies.Nora, default, PolicyScene.Weaker);
        Assert.Equal("not_allowed", (await policies.PublishAsync(token, saved.Value)).Refusal!.Code);
        await policies.PublishAsync(policies.Nora, saved.Value);
        Assert.Equal("not_allowed", (await policies.AgreeAsync(token, await policies.TokenAsync())).Refusal!.Code);
        Assert.Equal(1, (await policies.NewestAsync()).Number);
        Assert.Equal("not_found", (await Portal.Get<DecideRequest>().RunAsync(token, await Org.AskAsync(), new OwnerAnswer(Verdict.Approve, 15, null, "corp-directory"), Stop)).Refusal!.Code);
    }

    [Theory]
    [InlineData("?step=Approve&minutes=240")]
    [InlineData("?a=1#a")]
    [InlineData("/approve")]
    public async Task DeepLink_Crafted(string tail)
    {
        var id = await Org.AskAsync();
        await using (var page = await PortalPage.OpenAsync(Portal, Org.Sam))
        {
            var inbox = page.Show<ApprovalInbox>($"/inbox/{id}{tail}", ".answer", parameters => parameters.Add(p => p.Id, id.Value));
            Assert.Empty(inbox.FindAll(".answer form"));
        }

        await using (var page = await PortalPage.OpenAsync(Portal, Org.Stranger))
        {
            var inbox = page.Show<ApprovalInbox>($"/inbox/{id}{tail}", ".empty-state", parameters => parameters.Add(p => p.Id, id.Value));
            Assert.DoesNotContain("Domain Admins", inbox.Markup, StringComparison.Ordinal);
        }

        Assert.Equal((RequestStatus.Pending, 0), ((await Org.ReadAsync(id)).Status, (await Org.ReadAsync(id)).Decisions.Count));
        await NothingGrantedAsync();
    }

    [Fact]
    public async Task LiveUpdate_Forged()
    {
        var id = await Org.AskAsync();
        await using var page = await PortalPage.OpenAsync(Portal, Org.Stranger);
        var inbox = page.Show<ApprovalInbox>($"/inbox/{id}", ".empty-state", parameters => parameters.Add(p => p.Id, id.Value));
        // Such a message says only where to look; whoever hears it reads for themselves, by their own rights.
        await using (var db = Portal.Db())
        {
            var next = await db.ChangeClocks.Select(clock => clock.Value).SingleAsync(Stop) + 1;
            db.Changes.AddRange(
                new Change { Seq = next, At = Portal.Now, Kind = ChangeKind.Request, Subject = id.Value, IntegrationId = Org.Sync.Id.Value },
                new Change { Seq = next + 1, At = Portal.Now, Kind = ChangeKind.Grant, Subject = Guid.NewGuid(), IntegrationId = Org.Sync.Id.Value });
            await db.SaveChangesAsync(Stop);
            await db.ChangeClocks.ExecuteUpdateAsync(set => set.SetProperty(clock => clock.Value, next + 1), Stop);
        }

        Portal.Get<ChangeFeed>().Nudge();
        await NothingGrantedAsync();
        Assert.Equal("pending", (await scene.Api.GetAsync($"/access/v1/requests/{id}", scene.Token)).Task.GetProperty("status").GetString());
        Assert.DoesNotContain("Domain Admins", inbox.Markup, StringComparison.Ordinal);
        Assert.Equal(RequestStatus.Pending, (await Org.ReadAsync(id)).Status);
    }
}
