using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Channels;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Evidence;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Trust;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Data;

/// <summary>
/// Derives the change feed from what a context is about to save, so that no use case can forget to announce what live
/// pages and decision memory must hear of.
/// </summary>
public static class ChangeLog
{
    public static async Task AppendAsync(PortalDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var heard = db.ChangeTracker.Entries()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(entry => Heard(entry.Entity)).OfType<(ChangeKind Kind, Guid Subject, Guid? Integration)>().Distinct().ToList();
        if (heard.Count == 0)
            return;

        // Taking the clock row's lock before reading it makes sequence order equal commit order on every provider.
        await db.ChangeClocks.ExecuteUpdateAsync(set => set.SetProperty(clock => clock.Value, clock => clock.Value + heard.Count), cancellation);
        var newest = await db.ChangeClocks.Select(clock => clock.Value).SingleAsync(cancellation);
        var first = newest - heard.Count + 1;
        db.Changes.AddRange(heard.Select((change, index) => new Change
        {
            Seq = first + index,
            At = now,
            Kind = change.Kind,
            Subject = change.Subject,
            IntegrationId = change.Integration,
        }));
    }

    private static (ChangeKind, Guid, Guid?)? Heard(object entity) => entity switch
    {
        Integration integration => (ChangeKind.Integration, integration.Id.Value, integration.Id.Value),
        WorkloadIdentity workload => (ChangeKind.Integration, workload.IntegrationId.Value, workload.IntegrationId.Value),
        Credential credential => (ChangeKind.Integration, credential.IntegrationId.Value, credential.IntegrationId.Value),
        Rotation rotation => (ChangeKind.Integration, rotation.IntegrationId.Value, rotation.IntegrationId.Value),
        PrivilegePath path => (ChangeKind.Integration, path.IntegrationId.Value, path.IntegrationId.Value),
        Ownership { IntegrationId: { } integration } => (ChangeKind.Integration, integration.Value, integration.Value),
        Ownership { TargetId: { } target } => (ChangeKind.Target, target.Value, null),
        TargetSystem target => (ChangeKind.Target, target.Id.Value, null),
        BreakGlassUse use => (ChangeKind.Target, use.TargetId.Value, null),
        BreakGlassDrill drill => (ChangeKind.Target, drill.TargetId.Value, null),
        Candidate candidate => (ChangeKind.Target, candidate.TargetId.Value, null),
        TargetReading reading => (ChangeKind.Target, reading.TargetId.Value, null),
        PrivilegedAction => (ChangeKind.Policy, Guid.Empty, null),
        PolicyVersion => (ChangeKind.Policy, Guid.Empty, null),
        PolicyDraft => (ChangeKind.PolicyDraft, Guid.Empty, null),
        AccessRuleVersion rules => (ChangeKind.AccessRules, rules.TenantId.Value, null),
        AccessRuleDraft draft => (ChangeKind.PolicyDraft, draft.TenantId.Value, null),
        Delegation delegation => (ChangeKind.Person, delegation.StandInId.Value, null),
        Person person => (ChangeKind.Person, person.Id.Value, null),
        PeopleSync => (ChangeKind.PeopleSync, Guid.Empty, null),
        TrustedIssuer or EnforcementPoint or GuardedTarget or RegistrationClient => (ChangeKind.Trust, Guid.Empty, null),
        AccessRequest request => (ChangeKind.Request, request.Id.Value, request.IntegrationId.Value),
        RequestWatch => (ChangeKind.Notice, Guid.Empty, null),
        ApprovalDecision decision => (ChangeKind.Request, decision.RequestId.Value, null),
        PreApproval standing => (ChangeKind.Request, standing.RequestId.Value, standing.IntegrationId.Value),
        Grant grant => (ChangeKind.Grant, grant.Id.Value, grant.IntegrationId.Value),
        // What it was approved on is not so any more: the same is to be put to its owners again.
        Execution { Drifted: true } execution => (ChangeKind.Integration, execution.IntegrationId.Value, execution.IntegrationId.Value),
        Execution execution => (ChangeKind.Grant, execution.GrantId.Value, execution.IntegrationId.Value),
        // A freeze changes what an integration may ask for; anything else concerns pages alone.
        Revocation { FrozenAt: not null, IntegrationId: { } integration } => (ChangeKind.Integration, integration.Value, integration.Value),
        Revocation { FrozenAt: not null, TargetId: { } target } => (ChangeKind.Target, target.Value, null),
        Revocation { StartedAt: not null, IntegrationId: { } integration } => (ChangeKind.Integration, integration.Value, integration.Value),
        Revocation or RevocationItem or RevocationBatch or RevocationPause or UnattendedPolicy => (ChangeKind.Revocation, Guid.Empty, null),
        PrivilegeLine line => (ChangeKind.Removal, line.TargetId.Value, null),
        Stop stop => (ChangeKind.Stop, stop.Id.Value, stop.IntegrationId?.Value),
        StopLine line => (ChangeKind.Removal, line.TargetId.Value, null),
        Removal removal => (ChangeKind.Removal, removal.TargetId.Value, null),
        EvidencePackage => (ChangeKind.Evidence, Guid.Empty, null),
        ReviewCampaign campaign => (ChangeKind.Review, campaign.Id.Value, null),
        ReviewItem item => (ChangeKind.Review, item.CampaignId.Value, null),
        ReviewDecision decision => (ChangeKind.Review, decision.CampaignId.Value, null),
        CarryOut line => (ChangeKind.Review, line.CampaignId.Value, null),
        Finding => (ChangeKind.Finding, Guid.Empty, null),
        Notice => (ChangeKind.Notice, Guid.Empty, null),
        WebhookEndpoint or Delivery => (ChangeKind.Channel, Guid.Empty, null),
        _ => null,
    };
}
