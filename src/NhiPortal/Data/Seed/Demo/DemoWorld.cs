using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Channels;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Rooms;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;
using NhiPortal.Domain.Trust;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Everything the demo organisation is made of, in memory, while its history is played.</summary>
internal sealed class DemoWorld(DateTimeOffset now)
{
    /// <summary>The portal went live this many days ago; the first month went into registering things and naming owners.</summary>
    private const int DaysLive = 125;

    public Timeline Line { get; } = new(now);
    public DateTimeOffset Now => now;
    public DateTimeOffset Start { get; } = new(now.UtcDateTime.Date.AddDays(-DaysLive).AddHours(7), TimeSpan.Zero);

    /// <summary>The same throws every time: two demos differ in their dates alone.</summary>
    public Random Dice { get; } = new(20_260_302);

    public Dictionary<string, Tenant> Tenants { get; } = [];
    public Dictionary<string, Person> People { get; } = [];
    public Dictionary<string, Vendor> Vendors { get; } = [];
    public Dictionary<string, TargetSystem> Targets { get; } = [];
    public Dictionary<string, PrivilegedAction> Actions { get; } = Catalogue.Actions.ToDictionary(action => action.Name);
    public Dictionary<string, Integration> Integrations { get; } = [];
    public List<WorkloadIdentity> Workloads { get; } = [];
    public List<PrivilegePath> Paths { get; } = [];
    public List<Ownership> Ownerships { get; } = [];
    public List<Delegation> Delegations { get; } = [];
    public List<OpenGap> Gaps { get; } = [];
    public List<Credential> Credentials { get; } = [];
    public List<RotationPlan> RotationPlans { get; } = [];
    public List<Rotation> Rotations { get; } = [];
    public List<Candidate> Candidates { get; } = [];
    public List<TargetReading> Readings { get; } = [];
    public List<PrivilegeLine> PrivilegeLines { get; } = [];
    public List<ReconciliationRun> ReconciliationRuns { get; } = [];
    public List<Stop> Stops { get; } = [];
    public List<StopLine> StopLines { get; } = [];
    public List<PolicyVersion> Policies { get; } = [];
    public List<AccessRequest> Requests { get; } = [];
    public List<Grant> Grants { get; } = [];
    public List<Execution> Executions { get; } = [];
    public List<AccessRuleVersion> AccessRules { get; } = [];
    public List<PolicyDraft> Drafts { get; } = [];
    public List<WebhookEndpoint> Channels { get; } = [];
    public List<PreApproval> PreApprovals { get; } = [];
    public List<BreakGlassUse> BreakGlassUses { get; } = [];
    public List<BreakGlassDrill> BreakGlassDrills { get; } = [];
    public List<EngagementRoom> Rooms { get; } = [];
    public List<RoomRead> RoomReads { get; } = [];
    public List<TrustedIssuer> Issuers { get; } = [];
    public List<Finding> Findings { get; } = [];
    public List<UnattendedPolicy> UnattendedPolicies { get; } = [];
    public List<Revocation> Revocations { get; } = [];
    public List<AuditEvent> Events { get; } = [];

    /// <summary>Who changed what an integration is or may do, and when: the separation rules ask.</summary>
    public List<(IntegrationId Integration, PersonId Person, DateTimeOffset At)> Shapers { get; } = [];

    public Dictionary<PersonId, DateTimeOffset> LastSeen { get; } = [];

    public EnforcementPoint Gateway { get; set; } = null!;

    public RegistrationClient Pipeline { get; set; } = null!;

    public void Record(Actor actor, DateTimeOffset at, AuditNote note)
    {
        if (at > now)
            throw new InvalidOperationException("Nothing is recorded before it happens.");
        Events.Add(AuditEvent.Of(Work.Body(note, actor, at)));
    }

    public Actor As(string person) => As(People[person]);

    public static Actor As(Person person) => new()
    {
        Kind = ActorKind.Person,
        Id = person.Id.Value,
        Name = person.Name,
        // Addresses kept free for documentation: nobody's.
        ClientAddress = $"192.0.2.{10 + (Math.Abs(person.Mail.Length * 31 + person.Mail[0]) % 200)}",
    };

    public Actor As(WorkloadIdentity workload) => new()
    {
        Kind = ActorKind.Workload,
        Id = workload.Id.Value,
        Name = Of(workload.IntegrationId).Key,
        ClientAddress = $"198.51.100.{10 + (Of(workload.IntegrationId).Key.Length * 7)}",
    };

    public Actor AsGateway() => new() { Kind = ActorKind.EnforcementPoint, Id = Gateway.Id, Name = Gateway.Key, ClientAddress = "198.51.100.4" };

    public Integration Of(IntegrationId id) => Integrations.Values.First(integration => integration.Id == id);

    public TargetSystem Of(TargetId id) => Targets.Values.First(target => target.Id == id);

    public Person Of(PersonId id) => People.Values.First(person => person.Id == id);

    /// <summary>The identity an integration calls with: its own one where it has one, else the development one.</summary>
    public WorkloadIdentity IdentityOf(Integration integration) => Workloads.Last(workload => workload.IntegrationId == integration.Id);

    public Ownership? Holder(Cell cell) => Ownerships.Find(o => Cell.Of(o) == cell && o.ClosedAt is null && o.AcceptedAt is not null);

    /// <summary>A moment in working hours about so many days ago; what falls on a weekend moves to the Friday before.</summary>
    public DateTimeOffset Workday(double daysAgo)
    {
        var day = now.UtcDateTime.Date.AddDays(-(int)Math.Round(daysAgo));
        day = day.DayOfWeek switch { DayOfWeek.Saturday => day.AddDays(-1), DayOfWeek.Sunday => day.AddDays(-2), _ => day };
        var at = new DateTimeOffset(day.AddHours(7).AddSeconds(Dice.Next(0, 10 * 3600)), TimeSpan.Zero);
        return at < Start ? Start.AddSeconds(Dice.Next(600, 3600)) : at;
    }

    public Guid RandomGuid()
    {
        var bytes = new byte[16];
        Dice.NextBytes(bytes);
        return new Guid(bytes);
    }
}
