using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Trust;
using NhiPortal.Tests.Features.Access;

namespace NhiPortal.Tests.SignIn.Workloads;

public sealed class DevelopmentIssuerTests : IAsyncLifetime
{
    private const string Issuer = "urn:nhiportal:development";
    private Scene scene = null!;

    public async ValueTask InitializeAsync()
    {
        scene = await Scene.StartAsync();
        await scene.Portal.ArrangeAsync(db =>
        {
            var keyless = Integration.Register(scene.Org.Home.Id, "keyless", "Keyless", "Exists.", IntegrationKind.InternalAgent, Domain.Targets.DeploymentEnvironment.Production, scene.Portal.Now);
            db.AddRange(keyless, WorkloadIdentity.Create(scene.Org.Sync.Id, Issuer, "hr-sync", scene.Portal.Now));
            db.Add(EnforcementPoint.Create("door", "Door", Issuer, "ep:door", [scene.Org.Directory.Id], scene.Portal.Now));
        });
    }

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Token_OfAWorkload_IsBelieved()
    {
        var answer = await TokenAsync("workload=hr-sync");

        Assert.Equal(200, answer.Status);
        Assert.Equal(("Bearer", 3600), (answer.Json.GetProperty("token_type").GetString(), answer.Json.GetProperty("expires_in").GetInt32()));
        var token = answer.Json.GetProperty("access_token").GetString()!;
        var read = new JsonWebToken(token);
        Assert.Equal((Issuer, "hr-sync", "nhiportal", "at+jwt"), (read.Issuer, read.Subject, read.Audiences.Single(), read.Typ));
        Assert.Equal("hr-sync", read.GetClaim("client_id").Value);
        Assert.NotEmpty(read.Id);
        Assert.Equal("approval_required", (await scene.Api.EvaluateAsync(token, Scene.Body())).Reason);
    }

    [Fact]
    public async Task Token_OfAnEnforcementPoint_IsBelieved()
    {
        var token = (await TokenAsync("enforcement_point=door")).Json.GetProperty("access_token").GetString()!;

        Assert.Equal("approval_required", (await scene.Api.EvaluateAsync(token, Scene.Body(subject: scene.Org.Workload.Id.Value.ToString()))).Reason);
    }

    [Theory]
    [InlineData("workload=nobody", 404, "urn:nhiportal:error:not_found")]
    [InlineData("enforcement_point=nobody", 404, "urn:nhiportal:error:not_found")]
    [InlineData("workload=keyless", 400, "urn:nhiportal:error:invalid_request")]
    [InlineData("enforcement_point=edge-gateway", 400, "urn:nhiportal:error:invalid_request")]
    [InlineData("workload=hr-sync&enforcement_point=door", 400, "urn:nhiportal:error:invalid_request")]
    [InlineData("", 400, "urn:nhiportal:error:invalid_request")]
    public async Task Token_OfNobody_IsAClearProblem(string form, int status, string type)
    {
        var answer = await TokenAsync(form);

        Assert.Equal((status, type), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task Start_Again_KeepsItsKeyAndTellsNobodyElse()
    {
        var token = (await TokenAsync("workload=hr-sync")).Json.GetProperty("access_token").GetString()!;
        await using var second = await ApiPortal.StartAsync(scene.Portal);

        Assert.Equal(200, (await second.EvaluateAsync(token, Scene.Body())).Status);
        Assert.Single(await second.RecordedAsync("issuer.trusted"));
        await using var db = scene.Portal.Db();
        var row = await db.Issuers.SingleAsync(issuer => issuer.Issuer == Issuer, TestContext.Current.CancellationToken);
        Assert.True(row.DevelopmentOnly);
        Assert.DoesNotContain("\"d\"", row.KeySet!, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(scene.Portal.Folder, "keys", "development-issuer.pem")));
    }

    private Task<ApiAnswer> TokenAsync(string form) => scene.Api.SendAsync(HttpMethod.Post, "/dev/token", null, form, "application/x-www-form-urlencoded");
}
