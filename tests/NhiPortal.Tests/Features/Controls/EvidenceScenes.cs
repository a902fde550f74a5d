using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Tests.Features.Controls;

/// <summary>A tenant of its own with one person, target, integration and workload, to which a scene adds one thing, right or wrong.</summary>
internal sealed partial class EvidenceScenes
{
    private readonly PortalDb db;
    private readonly DateTimeOffset now;
    private int made;

    public EvidenceScenes(PortalDb db, string key, DateTimeOffset now)
    {
        (this.db, this.now) = (db, now);
        Tenant = Tenant.Create(key, key, null, now);
        Owner = Person.Create(Tenant.Id, $"oid-{key}", key, $"{key}@home.example", now);
        Target = TargetSystem.Create(Tenant.Id, $"target-{key}", key, IdentityStore.Directory, DeploymentEnvironment.Production, Criticality.High, now);
        db.AddRange(Tenant, Owner, Target);
    }

    public Tenant Tenant { get; }
    private Person Owner { get; }
    private TargetSystem Target { get; }

    /// <summary>Adds one thing that the query of this name looks at: as it should be, or not.</summary>
    public static IReadOnlyDictionary<string, Action<EvidenceScenes, bool>> All => Register.Concat(Work).ToDictionary();

    private static readonly Dictionary<string, Action<EvidenceScenes, bool>> Register = new()
    {
        ["auth-methods"] = (s, bad) => s.Credential(bad ? CredentialKind.ApiKey : CredentialKind.Certificate),
        ["credential-lifetime"] = (s, bad) => s.Credential(CredentialKind.Certificate, c => Put(c, "ExpiresAt", bad ? Domain.Credentials.Credential.Never : s.now.AddDays(5))),
        ["idle-identities"] = (s, bad) => s.Credential(CredentialKind.Certificate, c => Put(c, "LastUsedAt", s.now.AddDays(bad ? -100 : -1))),
        ["identity-reuse"] = (s, bad) => s.Credential(CredentialKind.Certificate, c => Put(c, "Shared", bad)),
        ["rotation-overdue"] = (s, bad) => s.Credential(CredentialKind.ClientSecret, c => Put(c, "DueAt", s.now.AddDays(bad ? -1 : 1))),
        ["inventory-fields"] = (s, bad) => s.Path(s.Integration(i => Put(i, "Purpose", bad ? "" : "Keeps accounts in step."))),
        ["risk-tier"] = (s, bad) => s.Path(s.Integration(i => i.Rate(bad ? 0 : 20))),
        ["cross-environment"] = (s, bad) => s.Path(s.Integration(i => Put(i, "Environment", bad ? DeploymentEnvironment.Staging : DeploymentEnvironment.Production))),
        ["offboarding-latency"] = (s, bad) => s.Credential(CredentialKind.Certificate, c => Put(c, "Status", bad ? CredentialStatus.Active : CredentialStatus.Revoked), i => Put(i, "Status", IntegrationStatus.Retired)),
        ["owner-coverage"] = (s, bad) =>
        {
            var integration = s.Integration();
            s.Ownership(OwnerRole.BusinessOwner, integration.Id, s.Owner);
            if (!bad)
                s.Ownership(OwnerRole.IamOwner, integration.Id, s.Owner);
        },
        ["raci-accepted"] = (s, bad) => s.Ownership(OwnerRole.BusinessOwner, s.Integration().Id, s.Owner, accepted: !bad),
        ["orphans"] = (s, bad) => s.Ownership(OwnerRole.BusinessOwner, s.Integration().Id, s.Somebody(bad ? s.now.AddDays(-20) : null)),
        ["leaver-transfer"] = (s, bad) => s.Ownership(OwnerRole.BusinessOwner, s.Integration().Id, s.Somebody(s.now.AddDays(bad ? -20 : -2))),
        ["standing-privilege"] = (s, bad) => s.Line(bad ? PrivilegeClass.NeverApproved : PrivilegeClass.Explained),
        ["unmatched-actions"] = (s, bad) => s.Line(bad ? PrivilegeClass.Unexplained : PrivilegeClass.Explained),
        ["scope-violations"] = (s, bad) => s.Line(bad ? PrivilegeClass.DoneOtherwise : PrivilegeClass.Explained),
        ["unlinked-identities"] = (s, bad) => s.db.Add(Made<Candidate>(
            ("Id", new CandidateId(Guid.NewGuid())), ("TenantId", s.Tenant.Id), ("TargetId", s.Target.Id), ("AccountId", $"a{++s.made}"), ("AccountName", $"a{s.made}"), ("FirstSeenAt", s.now.AddDays(bad ? -20 : -3)))),
        ["unused-privilege"] = (s, bad) =>
        {
            var integration = s.Integration();
            Put(s.Path(integration), "ApprovedAt", s.now.AddDays(-120));
            if (!bad)
                s.Grant(s.Request(integration), g => Put(g, "LastUsedAt", s.now.AddDays(-1)));
        },
        ["federation-conditions"] = (s, bad) => s.Workload(s.Integration(), bad ? "runner-*" : "runner"),
        ["jit-ratio"] = (s, bad) => s.Grant(s.Request(s.Integration()), g => Put(g, "Until", g.From.AddHours(bad ? 9 : 8))),
        ["attribution"] = (s, bad) => s.Event("access.allowed", approver: bad ? null : s.Owner),
        ["registration-proof"] = (s, bad) =>
        {
            var integration = s.Integration();
            s.Grant(s.Request(integration, workload: s.Workload(integration, "runner", bad ? "urn:nobody" : "urn:test")));
        },
        ["sod-violations"] = (s, bad) => s.Approve(s.Request(s.Integration(), r => Put(r, "RequestedById", bad ? s.Owner.Id : (PersonId?)null)), s.Owner),
        ["ineligible-approvals"] = (s, bad) =>
        {
            var integration = s.Integration();
            if (!bad)
                s.Ownership(OwnerRole.IamOwner, integration.Id, s.Owner);
            s.Approve(s.Request(integration), s.Owner);
        },
        ["decision-quality"] = (s, bad) => s.Approve(s.Request(s.Integration()), s.Owner, bad ? null : "Needed for the release."),
        ["policy-coverage"] = (s, bad) => s.Request(s.Integration(), r => Put(r, "PolicyRule", bad ? "" : "agents")),
        ["expiry-behaviour"] = (s, bad) => s.Request(s.Integration(), r =>
        {
            Put(r, "Status", bad ? RequestStatus.Pending : RequestStatus.Expired);
            Put(r, "ExpiresAt", s.now.AddHours(-3));
        }),
        ["alerts"] = (s, bad) => s.Finding(f => Put(f, "DueAt", s.now.AddDays(bad ? -1 : 1))),
        ["exceptions"] = (s, bad) => s.Finding(f =>
        {
            Put(f, "Status", FindingStatus.Excepted);
            Put(f, "ExceptionUntil", s.now.AddDays(bad ? -1 : 5));
            Put(f, "ExceptionAskedById", s.Owner.Id);
            Put(f, "ExceptionAgreedById", new PersonId(Guid.NewGuid()));
        }),
    };

    private Integration Integration(Action<Integration>? set = null)
    {
        var integration = Domain.Integrations.Integration.Register(Tenant.Id, $"{Tenant.Key}-{++made}", "An agent", "Keeps accounts in step.", IntegrationKind.InternalAgent, DeploymentEnvironment.Production, now);
        integration.Activate();
        integration.Rate(20);
        set?.Invoke(integration);
        db.Add(integration);
        return integration;
    }

    private Credential Credential(CredentialKind kind, Action<Credential>? set = null, Action<Integration>? of = null)
    {
        var credential = Domain.Credentials.Credential.Create(Integration(of), kind, $"secret {++made}", "kv/one", now.AddDays(-10), now.AddDays(5), null, now, now);
        set?.Invoke(credential);
        db.Add(credential);
        return credential;
    }

    private PrivilegePath Path(Integration integration)
    {
        var path = PrivilegePath.Create(integration.Id, Target.Id, "group.add_member", "*", now);
        db.Add(path);
        return path;
    }

    private WorkloadIdentity Workload(Integration integration, string subject, string issuer = "urn:test")
    {
        var workload = WorkloadIdentity.Create(integration.Id, issuer, $"{Tenant.Key}-{++made}-{subject}", now);
        db.Add(workload);
        return workload;
    }

    private Person Somebody(DateTimeOffset? left)
    {
        var person = Domain.People.Person.Create(Tenant.Id, $"oid-{Tenant.Key}-{++made}", "Somebody", $"{Tenant.Key}-{made}@home.example", now);
        if (left is not null)
        {
            Put(person, "Status", PersonStatus.Left);
            Put(person, "InactiveSince", left);
        }

        db.Add(person);
        return person;
    }

    private void Ownership(OwnerRole role, IntegrationId integration, Person person, bool accepted = true)
    {
        var ownership = Domain.Owners.Ownership.Nominate(Tenant.Id, role, person.Id, integration, null, null, null, now);
        if (accepted)
            ownership.Accept(person.Id, 90, now);
        db.Add(ownership);
    }

    private void Line(PrivilegeClass found) => db.Add(Made<PrivilegeLine>(
        ("Id", new PrivilegeLineId(Guid.NewGuid())), ("TenantId", Tenant.Id), ("TargetId", Target.Id), ("AccountId", $"a{++made}"), ("Account", $"a{made}"), ("Holder", "Administrators"), ("Enabled", true),
        ("Class", found), ("Sentence", "Is an administrator."), ("FirstSeenAt", now.AddDays(-3)), ("ClassSince", now.AddDays(-3))));

    private AccessRequest Request(Integration integration, Action<AccessRequest>? set = null, WorkloadIdentity? workload = null)
    {
        var request = Made<AccessRequest>(
            ("Id", new RequestId(Guid.NewGuid())), ("TenantId", Tenant.Id), ("IntegrationId", integration.Id), ("WorkloadId", (workload ?? Workload(integration, "runner")).Id), ("TargetId", Target.Id),
            ("ActionName", "group.add_member"), ("Risk", RiskLevel.High), ("ResourceType", "group"), ("ResourceId", "Domain Admins"), ("BindingHash", $"hash-{++made}"), ("Justification", "Needed for the release."),
            ("RequestedMinutes", 60), ("LongestMinutes", 60), ("PolicyVersion", 1), ("PolicyRule", "agents"), ("Status", RequestStatus.Approved), ("AskedAt", now.AddDays(-1)), ("ExpiresAt", now.AddDays(1)), ("EndedAt", now));
        set?.Invoke(request);
        db.Add(request);
        return request;
    }

    private Grant Grant(AccessRequest request, Action<Grant>? set = null)
    {
        var grant = Made<Grant>(
            ("Id", new GrantId(Guid.NewGuid())), ("RequestId", request.Id), ("TenantId", Tenant.Id), ("IntegrationId", request.IntegrationId), ("WorkloadId", request.WorkloadId), ("TargetId", Target.Id),
            ("ActionName", request.ActionName), ("ResourceType", "group"), ("ResourceId", "Domain Admins"), ("BindingHash", request.BindingHash), ("From", now.AddHours(-2)), ("Until", now.AddHours(-1)), ("Status", GrantStatus.Expired));
        set?.Invoke(grant);
        db.Add(grant);
        return grant;
    }

    private void Approve(AccessRequest request, Person by, string? reason = "Needed for the release.", OwnerRole role = OwnerRole.IamOwner) => db.Add(Made<ApprovalDecision>(
        ("RequestId", request.Id), ("PersonId", by.Id), ("Stage", 1), ("Role", role), ("Verdict", Verdict.Approve), ("Minutes", 60), ("Reason", reason), ("DecidedAt", now)));

    private void Finding(Action<Finding> set)
    {
        var finding = Made<Finding>(
            ("Id", new FindingId(Guid.NewGuid())), ("TenantId", Tenant.Id), ("Rule", "rotation_overdue"), ("Subject", $"{Tenant.Key}-{++made}"), ("Severity", Severity.High), ("Sentence", "Something is wrong."),
            ("OpenedAt", now.AddDays(-3)), ("FirstOpenedAt", now.AddDays(-3)), ("Openings", 1));
        set(finding);
        db.Add(finding);
    }

    private static T Made<T>(params (string Name, object? Value)[] values) where T : class
    {
        var thing = (T)Activator.CreateInstance(typeof(T), nonPublic: true)!;
        foreach (var (name, value) in values)
            Put(thing, name, value);
        return thing;
    }

    private static void Put(object thing, string name, object? value) => thing.GetType().GetProperty(name)!.SetValue(thing, value);
}
