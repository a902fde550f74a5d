using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Grants;

namespace NhiPortal.Tests.Features.Access;

/// <summary>The promise instances make each other: what one has revoked, no other allows, and nothing is answered that is not on disk.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private Scene scene = null!;
    private ApiPortal second = null!;

    public async ValueTask InitializeAsync()
    {
        scene = await Scene.StartAsync();
        second = await ApiPortal.StartAsync(scene.Portal);
    }

    public async ValueTask DisposeAsync()
    {
        await second.DisposeAsync();
        await scene.DisposeAsync();
    }

    [Fact]
    public async Task Revoke_WhileTwoInstancesDecide_NothingLaterIsAllowed()
    {
        var cancellation = TestContext.Current.CancellationToken;
        for (var round = 0; round < 5; round++)
        {
            var grant = await scene.ApprovedAsync($"u{round}");
            var token = scene.Token;
            var allowedBefore = new ConcurrentBag<bool>();
            var late = new ConcurrentBag<string?>();
            var revoked = false;
            var allowed = new TaskCompletionSource();
            var callers = Enumerable.Range(0, 8).Select(async n =>
            {
                var api = n % 2 == 0 ? scene.Api : second;
                for (var call = 0; call < 40; call++)
                {
                    // Read before the call starts: a call that starts later must never be allowed.
                    var isLate = Volatile.Read(ref revoked);
                    var answer = await api.EvaluateAsync(token, Scene.Body($"u{round}"));
                    if (isLate)
                        late.Add(answer.Decision ? "allowed" : answer.Reason);
                    else
                        allowedBefore.Add(answer.Decision);
                    if (answer.Decision)
                        allowed.TrySetResult();
                }
            }).ToList();
            await allowed.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellation);

            Assert.True((await scene.Portal.Get<RevokeGrant>().RunAsync(SmallOrganisation.As(scene.Org.Sam), grant, "Looks wrong to me", cancellation)).Succeeded);
            Volatile.Write(ref revoked, true);
            await Task.WhenAll(callers);
            late.Add((await second.EvaluateAsync(token, Scene.Body($"u{round}"))).Reason);

            Assert.Contains(true, allowedBefore);
            Assert.All(late, reason => Assert.Equal("grant_revoked", reason));
        }
    }

    [Fact]
    public async Task Evaluate_Always_IsDurableBeforeItIsAnswered()
    {
        await scene.ApprovedAsync();
        for (var call = 0; call < 20; call++)
        {
            var answer = await (call % 2 == 0 ? scene.Api : second).EvaluateAsync(scene.Token, Scene.Body());
            var id = new Guid(System.Buffers.Text.Base64Url.DecodeFromChars(answer.Context.GetProperty("evaluation_id").GetString()), bigEndian: true);
            Assert.Contains(await second.RecordedAsync("access.allowed"), recorded => recorded.Id == id);
        }
    }

    [Fact]
    public async Task Evaluate_FirstUseMadeOnOneInstance_IsKnownToTheOther_AndOneNotMadeEndsTheGrant()
    {
        var (used, unused) = (await scene.ApprovedAsync("u1"), await scene.ApprovedAsync("u2"));
        await scene.Portal.ArrangeAsync(db =>
        {
            foreach (var grant in db.Grants.Where(g => g.Id == used || g.Id == unused))
                (db.Entry(grant).Property(g => g.UseLimit).CurrentValue, db.Entry(grant).Property(g => g.FirstUseBy).CurrentValue) = (9, scene.Portal.Now.AddMinutes(5));
        });
        // The other instance has the grant in memory as it was before its first use.
        Assert.Equal("parameters_changed", (await second.EvaluateAsync(scene.Token, Scene.Body("u3"))).Reason);
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body("u1"))).Decision);
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.True((await second.EvaluateAsync(scene.Token, Scene.Body("u1"))).Decision);
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body("u1"))).Decision);
        foreach (var api in new[] { scene.Api, second })
            Assert.Equal("grant_expired", (await api.EvaluateAsync(scene.Token, Scene.Body("u2"))).Reason);
    }

    [Fact]
    public async Task Evaluate_UseLimit_IsCountedAcrossInstances()
    {
        var grant = await scene.ApprovedAsync();
        await scene.Portal.ArrangeAsync(db => db.Entry(db.Grants.Single(g => g.Id == grant)).Property(g => g.UseLimit).CurrentValue = 3);
        var token = scene.Token;

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => (n % 2 == 0 ? scene.Api : second).EvaluateAsync(token, Scene.Body())));

        Assert.Equal(3, answers.Count(answer => answer.Decision));
        Assert.All(answers.Where(answer => !answer.Decision), answer => Assert.Equal("grant_used_up", answer.Reason));
        await using var db = scene.Portal.Db();
        var row = await db.Grants.AsNoTracking().SingleAsync(g => g.Id == grant, TestContext.Current.CancellationToken);
        Assert.Equal((3, Domain.Grants.GrantStatus.UsedUp), (row.Uses, row.Status));
    }

    [Fact]
    public async Task Retire_Identity_IsUnknownAtOnce()
    {
        await scene.ApprovedAsync();
        var token = scene.Token;
        Assert.True((await second.EvaluateAsync(token, Scene.Body())).Decision);

        await scene.Portal.ArrangeAsync(db => db.Entry(db.Workloads.Single(w => w.Subject == "hr-sync")).Property(w => w.RetiredAt).CurrentValue = scene.Portal.Now);
        var answer = await second.EvaluateAsync(token, Scene.Body());

        Assert.True(answer.Status == 403 || answer.Reason == "unknown_subject", answer.Text);
    }

    [Fact]
    public async Task Distrust_Issuer_IsRefusedAtOnce()
    {
        await scene.ApprovedAsync();
        var token = scene.Token;
        Assert.True((await second.EvaluateAsync(token, Scene.Body())).Decision);

        await scene.Portal.ArrangeAsync(db => db.Remove(db.Issuers.Single(issuer => issuer.Issuer == "urn:test")));
        var answer = await second.EvaluateAsync(token, Scene.Body());

        Assert.NotEqual(200, answer.Status);
        Assert.Equal(401, (await second.EvaluateAsync(token, Scene.Body())).Status);
    }

    [Fact]
    public async Task Evaluate_DatabaseGone_NobodyIsAllowed()
    {
        await scene.ApprovedAsync();
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);
        await using (var db = scene.Portal.Db())
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE Journal RENAME TO JournalGone", TestContext.Current.CancellationToken);

        var answer = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());

        Assert.Equal(503, answer.Status);
        Assert.NotNull(answer.Header("Retry-After"));
        await using var back = scene.Portal.Db();
        await back.Database.ExecuteSqlRawAsync("ALTER TABLE JournalGone RENAME TO Journal", TestContext.Current.CancellationToken);
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);
    }
}
