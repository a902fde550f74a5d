using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;
using NhiPortal.Domain.Trust;

namespace NhiPortal.Benchmarks;

/// <summary>Many integrations with many live grants, each made by the domain's own rules, and the calls those grants allow.</summary>
internal static class Organisation
{
    private const string Issuer = "urn:benchmark";
    private static readonly ApprovalRule Rule = new()
    {
        Name = "Benchmark", Stages = [new PolicyStage(1, OwnerRole.SystemOwner, 1)], LongestGrantMinutes = ApprovalPolicy.LongestGrantMinutes, RequestLifetimeMinutes = 60,
    };

    public static async Task<Calls> SeedAsync(string folder, Options options)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SqlitePortalDb Open() => new(new DbContextOptionsBuilder<SqlitePortalDb>().UseSqlite(DataSetup.SqliteConnectionString(Path.Combine(folder, "nhiportal.db"))).Options);
        await using (var db = Open())
            await db.Database.MigrateAsync();

        var tenant = Tenant.Create("bench", "Bench", null, now);
        var people = new[] { "Bea", "Ian", "Sam" }.Select(name => Person.Create(tenant.Id, name, name, $"{name}@bench.example", now)).ToArray();
        var target = TargetSystem.Create(tenant.Id, "corp-directory", "Directory", IdentityStore.Directory, DeploymentEnvironment.Production, Criticality.Critical, now);
        await using (var db = Open())
        {
            db.AddRange(tenant, target, PrivilegedAction.Create("group.add_member", "add a member", ActionClass.ChangesAdmin, RiskLevel.High, "group", "member"));
            db.AddRange(people.Cast<object>());
            db.Add(PolicyVersion.Publish(1, ApprovalPolicy.Create([Rule]).Value, null, now));
            db.Add(TrustedIssuer.Create(Issuer, "Benchmark", "nhiportal", null, $$"""{"keys":[{{CheckpointKey.PublicJwk(key)}}]}""", "sub", ["ES256"]));
            db.Add(Owned(OwnerRole.SystemOwner, people[2], tenant, null, target.Id, now));
            await db.SaveChangesAsync();
        }

        var callers = new List<(byte[], byte[][])>();
        for (var first = 0; first < options.Integrations; first += 50)
        {
            await using var db = Open();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            for (var n = first; n < Math.Min(first + 50, options.Integrations); n++)
                callers.Add(Add(db, n, options.Grants, tenant, people, target, key, now));
            await db.SaveChangesAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return new Calls(callers);
    }

    private static (byte[], byte[][]) Add(PortalDb db, int n, int grants, Tenant tenant, Person[] people, TargetSystem target, ECDsa key, DateTimeOffset now)
    {
        var integration = Integration.Register(tenant.Id, $"agent-{n:00000}", $"Agent {n}", "Measured.", IntegrationKind.InternalAgent, DeploymentEnvironment.Production, now);
        integration.Activate();
        var workload = WorkloadIdentity.Create(integration.Id, Issuer, integration.Key, now);
        db.AddRange(
            integration, workload, PrivilegePath.Create(integration.Id, target.Id, "group.add_member", "*", now),
            Owned(OwnerRole.BusinessOwner, people[0], tenant, integration.Id, null, now), Owned(OwnerRole.IamOwner, people[1], tenant, integration.Id, null, now));
        var bodies = new byte[grants][];
        var basis = BasisOf(integration, tenant, target, people, now);
        for (var g = 0; g < grants; g++)
        {
            var (group, member) = ($"account-{(n * grants) + g:000000}", $"user{g:0000}");
            Grant(db, integration, workload, target, people[2], basis, group, member, now);
            bodies[g] = JsonSerializer.SerializeToUtf8Bytes(new
            {
                subject = new { type = "workload", id = integration.Key },
                action = new { name = "group.add_member", properties = new { member } },
                resource = new { type = "group", id = group, properties = new { target = "corp-directory" } },
            });
        }

        return (Calls.Head(Token(integration.Key, key, now), bodies[0].Length), bodies);
    }

    private static void Grant(PortalDb db, Integration integration, WorkloadIdentity workload, TargetSystem target, Person owner, Basis basis, string group, string member, DateTimeOffset now)
    {
        var call = new ActionCall("group.add_member", target.Key, "group", group, new Dictionary<string, JsonElement> { ["member"] = JsonSerializer.SerializeToElement(member) });
        var request = AccessRequest.Ask(
            new AskedFor
            {
                Tenant = integration.TenantId, Integration = integration.Id, Workload = workload.Id, Target = target.Id, Call = call, Parameters = $$"""{"member":"{{member}}"}""",
                Risk = RiskLevel.High, Justification = "Measured.", Minutes = Rule.LongestGrantMinutes, Rule = Rule, PolicyVersion = 1, Basis = basis,
            },
            now);
        var approver = new ApproverFacts
        {
            Person = owner.Id, Active = true, InTenant = true, RolesHeld = new HashSet<OwnerRole> { OwnerRole.SystemOwner },
            Accounts = new HashSet<string>(), Controllers = [], DeputyOf = new HashSet<PersonId>(),
        };
        var grant = request.Decide(approver, new Answer(Verdict.Approve, Rule.LongestGrantMinutes, null), now).Value!;
        db.AddRange(request, grant);
    }

    private static Basis BasisOf(Integration integration, Tenant tenant, TargetSystem target, Person[] people, DateTimeOffset now)
    {
        OwnerFact Owner(OwnerRole role, Person person) => new(role, person.Id, person.Name, true, false, now.AddDays(90));
        var path = new PathFact("group.add_member", "", ActionClass.ChangesAdmin, RiskLevel.High, "group", ["member"], ["*"]) { Rule = Rule };
        var on = new TargetFact(target.Id, target.Key, target.Name, target.Criticality, target.Environment, Owner(OwnerRole.SystemOwner, people[2]), new Dictionary<string, PathFact> { [path.Action] = path }.ToFrozenDictionary());
        return new AccessFacts
        {
            Id = integration.Id, Tenant = tenant.Id, TenantKey = tenant.Key, Key = integration.Key, Name = integration.Name, Kind = integration.Kind, Status = integration.Status, EndOfLife = null,
            Purpose = integration.Purpose, Environment = integration.Environment, BusinessOwner = Owner(OwnerRole.BusinessOwner, people[0]), IamOwner = Owner(OwnerRole.IamOwner, people[1]),
            Targets = new Dictionary<string, TargetFact> { [on.Key] = on }.ToFrozenDictionary(), Grants = [],
        }.BasisOf(on, path);
    }

    private static Ownership Owned(OwnerRole role, Person person, Tenant tenant, IntegrationId? integration, TargetId? target, DateTimeOffset now)
    {
        var ownership = Ownership.Nominate(tenant.Id, role, person.Id, integration, target, null, null, now);
        ownership.Accept(person.Id, 90, now);
        return ownership;
    }

    private static string Token(string subject, ECDsa key, DateTimeOffset now) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        TokenType = "at+jwt",
        Issuer = Issuer,
        Audience = "nhiportal",
        IssuedAt = now.UtcDateTime,
        Expires = now.AddHours(6).UtcDateTime,
        Claims = new Dictionary<string, object> { ["sub"] = subject, ["client_id"] = subject, ["jti"] = Guid.NewGuid().ToString("n") },
        SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = CheckpointKey.Thumbprint(key) }, SecurityAlgorithms.EcdsaSha256),
    });
}
