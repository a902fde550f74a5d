using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Trust;

namespace NhiPortal.SignIn.Workloads;

/// <summary>A small token issuer so that a laptop needs no other. It exists in Development only, and its tokens are believed there only.</summary>
internal sealed class DevelopmentIssuer(UnitOfWork work, IDbContextFactory<PortalDb> databases, PortalSettings settings, IHostEnvironment environment, TimeProvider time) : IHostedService
{
    public const string Issuer = "urn:nhiportal:development";
    public const string Audience = "nhiportal";
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private SigningCredentials? credentials;

    /// <summary>Makes its key on first start and has the portal trust it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
            return;
        var file = Path.Combine(settings.Data, "keys", "development-issuer.pem");
        if (!File.Exists(file))
            KeyFile.Make(file);
        var key = KeyFile.Read(file, "Data");
        credentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = CheckpointKey.Thumbprint(key) }, SecurityAlgorithms.EcdsaSha256);
        var keySet = $$"""{"keys":[{{CheckpointKey.PublicJwk(key)}}]}""";
        await work.RunAsync<Done>(Actor.Rule("development issuer"), "issuer.trust", async run =>
        {
            var row = await run.Db.Issuers.SingleOrDefaultAsync(issuer => issuer.Issuer == Issuer, cancellationToken);
            if (row?.KeySet == keySet)
                return default(Done);
            if (row is null)
                run.Db.Issuers.Add(TrustedIssuer.Create(
                    Issuer, "Development issuer", Audience, null, keySet, "sub", [SecurityAlgorithms.EcdsaSha256], developmentOnly: true));
            else
                row.ReplaceKeys(keySet);
            run.Record(new AuditNote("issuer.trusted", "The portal's own development issuer is trusted while it runs in Development.")
            {
                Facts = new Dictionary<string, string?> { ["issuer"] = Issuer, ["kid"] = credentials.Key.KeyId },
            });
            return default(Done);
        }, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An access token (RFC 9068) for an integration's development identity.</summary>
    public async Task<Result<string>> ForWorkloadAsync(string key, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Integrations.Where(i => i.Key == key).Select(i => (IntegrationId?)i.Id).SingleOrDefaultAsync(cancellation) is not { } integration)
            return new Refusal("not_found", "There is no integration of that key.");
        return await db.Workloads.AnyAsync(w => w.IntegrationId == integration && w.Issuer == Issuer && w.Subject == key && w.RetiredAt == null, cancellation)
            ? Token(key, key)
            : new Refusal("no_development_identity", $"{key} has no live workload identity with issuer {Issuer} and subject {key}; add one to try it here.");
    }

    /// <summary>An access token for an enforcement point.</summary>
    public async Task<Result<string>> ForEnforcementPointAsync(string key, CancellationToken cancellation)
    {
        var subject = $"ep:{key}";
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (!await db.EnforcementPoints.AnyAsync(point => point.Key == key, cancellation))
            return new Refusal("not_found", "There is no enforcement point of that key.");
        return await db.EnforcementPoints.AnyAsync(point => point.Key == key && point.Issuer == Issuer && point.Subject == subject, cancellation)
            ? Token(subject, key)
            : new Refusal("no_development_identity", $"{key} is not recognised by issuer {Issuer} and subject {subject}, so there is no token for it here.");
    }

    /// <summary>An access token for a pipeline that may register.</summary>
    public async Task<Result<string>> ForPipelineAsync(string key, CancellationToken cancellation)
    {
        var subject = $"pipeline:{key}";
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.RegistrationClients.AnyAsync(client => client.Key == key && client.Issuer == Issuer && client.Subject == subject, cancellation)
            ? Token(subject, key)
            : new Refusal("not_found", "There is no pipeline of that key that the development issuer may speak for.");
    }

    private string Token(string subject, string client)
    {
        var now = time.GetUtcNow();
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = subject, ["client_id"] = client, ["jti"] = Guid.NewGuid().ToString("n") },
            SigningCredentials = credentials ?? throw new InvalidOperationException("The issuer has not started."),
        });
    }
}
