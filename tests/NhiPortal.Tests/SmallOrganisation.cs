using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;
using NhiPortal.Domain.Trust;
using NhiPortal.Features.Requests;

namespace NhiPortal.Tests;

/// <summary>
/// One tenant, one directory, one accountable agent that may add group members, and the people around it: business
/// owner Bea, IAM owner Ian, system owner Sam, staff, and a second tenant with a person of its own.
/// </summary>
public sealed class SmallOrganisation
{
    private TestPortal portal;

    private SmallOrganisation(TestPortal portal)
    {
        this.portal = portal;
        var now = portal.Now;
        Home = Tenant.Create("home", "Home", null, now);
        Other = Tenant.Create("other", "Other", null, now);
        Person Someone(string name) => Person.Create(Home.Id, $"oid-{name}", name, $"{name.ToLowerInvariant()}@home.example", now);
        Bea = Someone("Bea");
        Ian = Someone("Ian");
        Sam = Someone("Sam");
        Nora = Someone("Nora");
        Staff = Someone("Staff");
        Stranger = Person.Create(Other.Id, "oid-stranger", "Stranger", "stranger@other.example", now);
        Directory = TargetSystem.Create(Home.Id, "corp-directory", "Corporate directory", IdentityStore.Directory, DeploymentEnvironment.Production, Criticality.Critical, now);
        Database = TargetSystem.Create(Home.Id, "orders-db", "Orders", IdentityStore.Database, DeploymentEnvironment.Production, Criticality.High, now);
        Sync = Integration.Register(Home.Id, "hr-sync", "HR sync", "Keeps accounts in step with HR.", IntegrationKind.InternalAgent, DeploymentEnvironment.Production, now);
        Sync.Activate();
        Workload = WorkloadIdentity.Create(Sync.Id, "urn:test", "hr-sync", now);
    }

    public Tenant Home { get; }
    public Tenant Other { get; }
    public Person Bea { get; }
    public Person Ian { get; }
    public Person Sam { get; }
    public Person Nora { get; }
    public Person Staff { get; }
    public Person Stranger { get; }
    public TargetSystem Directory { get; }
    public TargetSystem Database { get; }
    public Integration Sync { get; }
    public WorkloadIdentity Workload { get; }

    public Actor Caller => new() { Kind = ActorKind.Workload, Id = Workload.Id.Value, Name = "hr-sync", Tenants = new HashSet<TenantId>() };

    public static async Task<SmallOrganisation> CreateAsync(TestPortal portal)
    {
        var made = new SmallOrganisation(portal);
        await portal.ArrangeAsync(db => made.Add(db));
        return made;
    }

    /// <summary>The same organisation in a copy of the portal it was made in.</summary>
    public SmallOrganisation In(TestPortal copy)
    {
        var there = (SmallOrganisation)MemberwiseClone();
        there.portal = copy;
        return there;
    }

    public static Actor As(Person person, params Role[] roles) => new()
    {
        Kind = ActorKind.Person,
        Id = person.Id.Value,
        Name = person.Name,
        Roles = roles.ToHashSet(),
        ProvedAt = DateTimeOffset.MaxValue,
        Tenants = roles.Contains(Role.Administrator) ? null : new HashSet<TenantId> { person.TenantId },
    };

    public static ActionCall AddMember(string member = "u123", string group = "Domain Admins", string target = "corp-directory") => new(
        "group.add_member", target, "group", group, new Dictionary<string, JsonElement> { ["member"] = JsonSerializer.SerializeToElement(member) });

    /// <summary>hr-sync asks to add a member; the request waits for Sam and Ian.</summary>
    public async Task<RequestId> AskAsync(ActionCall? call = null, int minutes = 60)
    {
        var asked = await portal.Get<AskForAccess>().RunAsync(
            Caller, new Ask(Workload.Id, call ?? AddMember()) { Justification = "Ticket 4711 asks for it", Minutes = minutes }, CancellationToken.None);
        return asked.Value.Id;
    }

    public Task<Result<RequestStatus>> ApproveAsync(Person person, RequestId request, int minutes = 30) =>
        portal.Get<DecideRequest>().RunAsync(As(person), request, new OwnerAnswer(Verdict.Approve, minutes, null, "corp-directory"), CancellationToken.None);

    /// <summary>Reads the whole request, stages and decisions included.</summary>
    public async Task<AccessRequest> ReadAsync(RequestId id)
    {
        await using var db = portal.Db();
        return await db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).SingleAsync(r => r.Id == id);
    }

    private void Add(PortalDb db)
    {
        var now = portal.Now;
        db.AddRange(Home, Other, Bea, Ian, Sam, Nora, Staff, Stranger, Directory, Database, Sync, Workload);
        db.AddRange(
            PrivilegedAction.Create("group.add_member", "add a member to a group", ActionClass.ChangesAdmin, RiskLevel.High, "group", "member"),
            PrivilegedAction.Create("account.create_admin", "create an administrator account", ActionClass.CreatesAdmin, RiskLevel.Critical, "account"));
        db.AddRange(
            PrivilegePath.Create(Sync.Id, Directory.Id, "group.add_member", "*", now),
            PrivilegePath.Create(Sync.Id, Directory.Id, "account.create_admin", "adm-*", now),
            PrivilegePath.Create(Sync.Id, Database.Id, "group.add_member", "readers", now));
        foreach (var (role, person, integration, target) in new (OwnerRole, Person, IntegrationId?, TargetId?)[]
        {
            (OwnerRole.BusinessOwner, Bea, Sync.Id, null), (OwnerRole.IamOwner, Ian, Sync.Id, null),
            (OwnerRole.SystemOwner, Sam, null, Directory.Id), (OwnerRole.SystemOwner, Nora, null, Database.Id),
        })
        {
            var ownership = Ownership.Nominate(Home.Id, role, person.Id, integration, target, null, null, now);
            ownership.Accept(person.Id, OwnerRoles.AttestationDays(role, Sync.Kind), now);
            db.Add(ownership);
        }

        db.Add(PolicyVersion.Publish(1, ApprovalPolicy.Create(DefaultPolicy.Rules).Value, null, now));
        db.Add(TrustedIssuer.Create("urn:test", "Test issuer", "nhiportal", null, null, "sub", ["ES256"]));
    }
}
