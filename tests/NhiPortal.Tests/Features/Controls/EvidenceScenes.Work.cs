using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Channels;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Trust;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Audit;

namespace NhiPortal.Tests.Features.Controls;

/// <summary>Scenes of what was done, beside those of what stands in the register.</summary>
internal sealed partial class EvidenceScenes
{
    private static readonly Dictionary<string, Action<EvidenceScenes, bool>> Work = new()
    {
        ["audit-access"] = (s, bad) =>
        {
            var administrator = s.Somebody(null);
            s.db.Add(SeenRole.Of(administrator.Id, Role.Administrator, s.now.AddDays(-2)));
            if (bad)
                s.Ownership(OwnerRole.BusinessOwner, s.Integration().Id, administrator);
        },
        ["audit-fields"] = (s, bad) =>
        {
            var told = s.Event("request.approved");
            if (bad)
                Put(told, "ActorId", Guid.Empty);
        },
        ["audit-integrity"] = (s, bad) =>
        {
            s.Event(bad ? VerifyLog.Failed : VerifyLog.Verified);
            s.db.Add(new LogCheckpoint { Size = 1_000_000 + s.made, Root = new byte[32], SignedAt = s.now.AddHours(-1), Jws = "a.b.c" });
        },
        ["retention"] = (s, bad) => s.db.Add(Made<LogArchive>(
            ("Id", new LogArchiveId(Guid.NewGuid())), ("First", 256L * ++s.made), ("File", $"audit-{s.made}.zip"), ("State", LogArchiveState.Removed), ("Trouble", bad ? "The archive was changed." : null))),
        ["break-glass"] = (s, bad) =>
        {
            var request = s.Request(s.Integration());
            s.db.Add(Made<BreakGlassUse>(
                ("Id", new BreakGlassUseId(Guid.NewGuid())), ("RequestId", request.Id), ("GrantId", s.Grant(request).Id), ("TenantId", s.Tenant.Id), ("IntegrationId", request.IntegrationId), ("TargetId", s.Target.Id),
                ("PersonId", s.Owner.Id), ("Reason", "Nobody answers and the shop is down."), ("UsedAt", s.now.AddDays(-3)), ("Until", s.now.AddDays(-3).AddHours(1)), ("ReviewDue", s.now.AddDays(-2)),
                ("ReviewedAt", s.now.AddDays(bad ? -1 : -2.5)), ("ReviewedById", s.Owner.Id)));
        },
        ["change-control"] = (s, bad) => s.db.Add(Made<PolicyVersion>(
            ("Number", 1000 + ++s.made), ("PublishedAt", s.now.AddDays(-1)), ("PublishedById", s.Owner.Id), ("AgreedById", bad ? s.Owner.Id : s.Somebody(null).Id))),
        ["dual-approval"] = (s, bad) =>
        {
            var request = s.Request(s.Integration(), r => Put(r, "Risk", RiskLevel.Critical));
            s.Approve(request, s.Owner);
            s.Approve(request, s.Somebody(null), role: bad ? OwnerRole.IamOwner : OwnerRole.SystemOwner);
        },
        ["incident-timeline"] = (s, bad) => s.Line(s.Stop(s.Integration(), null), bad ? 30 : 10),
        ["kill-switch-drill"] = (s, bad) => s.Line(s.Stop(s.Integration(), null), bad ? 10 : 4),
        ["vendor-disable-test"] = (s, bad) =>
        {
            var vendor = s.Vendor("ops@vendor.example");
            if (!bad)
                s.Line(s.Stop(null, vendor), 10);
        },
        ["vendor-register"] = (s, bad) => s.Vendor(bad ? null : "ops@vendor.example"),
        ["log-delivery"] = (s, bad) =>
        {
            var channel = Made<WebhookEndpoint>(
                ("Id", new WebhookEndpointId(Guid.NewGuid())), ("Name", $"{s.Tenant.Key} {++s.made}"), ("Address", "https://siem.example/in"), ("TenantId", s.Tenant.Id), ("CreatedById", s.Owner.Id), ("CreatedAt", s.now));
            var sent = Delivery.Write(channel.Id, Guid.NewGuid(), "request.approved", s.now.AddHours(-1));
            if (!bad)
                Put(sent, "State", DeliveryState.Delivered);
            s.db.AddRange(channel, sent);
        },
        ["revocation-confirmed"] = (s, bad) => s.db.Add(Made<Removal>(
            ("Id", new RemovalId(Guid.NewGuid())), ("TenantId", s.Tenant.Id), ("TargetId", s.Target.Id), ("Change", new TargetChange { Account = $"svc{++s.made}" }), ("Subject", $"{s.Tenant.Key} {s.made}"),
            ("Reason", "The run is over."), ("OrderedAt", s.now.AddHours(-2)), ("State", RemovalState.Confirmed), ("EndedAt", s.now.AddHours(-2).AddMinutes(bad ? 6 : 4)))),
        ["rotation-proof"] = (s, bad) =>
        {
            var credential = s.Credential(CredentialKind.ClientSecret);
            s.db.Add(Made<Rotation>(
                ("Id", new RotationId(Guid.NewGuid())), ("CredentialId", credential.Id), ("TenantId", s.Tenant.Id), ("IntegrationId", credential.IntegrationId), ("StartedAt", s.now.AddDays(-1)),
                ("State", bad ? RotationState.GivenUp : RotationState.Closed)));
        },
        ["token-hygiene"] = (s, bad) => s.db.Add(TrustedIssuer.Create($"urn:{s.Tenant.Key}:{++s.made}", "An issuer", bad ? "" : "api://portal", null, null, "sub", ["RS256"])),
        ["unattended-revoked"] = (s, bad) => s.db.Add(Made<Revocation>(
            ("Id", new RevocationId(Guid.NewGuid())), ("TenantId", s.Tenant.Id), ("Subject", $"{s.Tenant.Key} {++s.made}"), ("Label", "An integration"), ("Why", "Nobody confirmed it."), ("Since", s.now.AddDays(-60)),
            ("FoundAt", s.now.AddDays(-30)), ("RevokeOn", s.now.AddDays(-3)), ("State", RevocationState.Confirmed), ("ConfirmedAt", s.now.AddDays(-3).AddHours(bad ? 30 : 2)))),
        ["review-completion"] = (s, bad) => s.Item(s.Campaign(), bad ? ReviewOutcome.UnattendedRevoked : ReviewOutcome.Kept),
        ["review-quality"] = (s, bad) =>
        {
            var campaign = s.Campaign();
            s.Item(campaign, ReviewOutcome.Kept);
            s.db.Add(Made<ReviewDecision>(
                ("CampaignId", campaign.Id), ("ItemNumber", s.made), ("Number", 1), ("Stage", 1), ("Answer", ReviewAnswer.Keep), ("PersonId", s.Owner.Id), ("Tie", bad ? ReviewTie.IntegrationOwner : ReviewTie.SystemOwner),
                ("Seconds", 40), ("DraftedAt", s.now.AddDays(-21)), ("SubmittedAt", s.now.AddDays(-21))));
        },
    };

    /// <summary>A review that ended three weeks ago, was decided with care and is signed off.</summary>
    public ReviewCampaign Campaign(bool rushed = false, CampaignState state = CampaignState.SignedOff)
    {
        var id = new CampaignId(Guid.NewGuid());
        var plan = new CampaignPlan { Name = "Administrators", Scope = new(), Stages = [new(ReviewerRule.SystemOwner)], Fallback = Owner.Id, Lead = Owner.Id, DueDays = 10 };
        var campaign = Made<ReviewCampaign>(
            ("Id", id), ("SeriesId", id), ("Turn", 1), ("TenantId", Tenant.Id), ("Name", "Administrators"), ("Plan", plan), ("LeadId", Owner.Id), ("CreatedAt", now.AddDays(-30)), ("StartedAt", now.AddDays(-30)),
            ("DueAt", now.AddDays(-20)), ("ClosingAt", now.AddDays(-20)), ("State", state), ("Rushed", rushed),
            ("Quality", ReviewQuality.Of([], 1, 0)));
        db.Add(campaign);
        return campaign;
    }

    public ReviewItem Item(ReviewCampaign campaign, ReviewOutcome outcome)
    {
        var facts = new ReviewFacts { TakenAt = now.AddDays(-30), Integration = "agent", Purpose = "Keeps accounts in step.", Kind = IntegrationKind.InternalAgent, Status = IntegrationStatus.Active, What = "add a member" };
        var integration = Integration();
        var item = Made<ReviewItem>(
            ("CampaignId", campaign.Id), ("Number", ++made), ("TenantId", Tenant.Id), ("IntegrationId", integration.Id), ("TargetId", Target.Id), ("Action", "group.add_member"), ("Pattern", "*"),
            ("Facts", facts), ("Stage", 1), ("Stages", 1), ("ReviewerId", Owner.Id), ("Outcome", outcome), ("OutcomeAt", now.AddDays(-21)));
        db.Add(item);
        return item;
    }

    private AuditEvent Event(string kind, Person? approver = null)
    {
        var integration = Integration();
        var told = AuditEvent.Of(new AuditBody
        {
            Id = Guid.NewGuid(),
            At = now.AddHours(-1),
            Kind = kind,
            Actor = new(ActorKind.Person, Owner.Id.Value, Owner.Name),
            Sentence = "Something happened.",
            Tenant = Tenant.Id.Value,
            Integration = new(integration.Id.Value, integration.Key),
            Workload = new(Workload(integration, "runner").Id.Value, "urn:test", "runner"),
            Approvers = approver is null ? [] : [new(approver.Id.Value, approver.Name, "iam_owner")],
        });
        db.Add(told);
        return told;
    }

    private Stop Stop(Integration? integration, Vendor? vendor)
    {
        var stop = Made<Stop>(
            ("Id", new StopId(Guid.NewGuid())), ("TenantId", Tenant.Id), ("Scope", vendor is null ? StopScope.Integration : StopScope.Vendor), ("IntegrationId", integration?.Id), ("VendorId", vendor?.Id),
            ("Key", "agent"), ("Name", "An agent"), ("Reason", "It asks for too much."), ("ById", Owner.Id), ("At", now.AddHours(-5)), ("PlannedAt", now.AddHours(-5)));
        db.Add(stop);
        return stop;
    }

    private void Line(Stop stop, int minutes) => db.Add(Made<StopLine>(
        ("Id", new StopLineId(Guid.NewGuid())), ("StopId", stop.Id), ("Kind", StopLineKind.Grant), ("Subject", $"{++made}"), ("What", "Administrator for an hour"), ("TargetId", Target.Id),
        ("State", StopLineState.Confirmed), ("DueAt", stop.At + StopLine.Soon), ("EndedAt", stop.At.AddMinutes(minutes))));

    private Vendor Vendor(string? contact)
    {
        var key = $"{Tenant.Key}-v{++made}";
        var vendor = Made<Vendor>(
            ("Id", new VendorId(Guid.NewGuid())), ("TenantId", Tenant.Id), ("Key", key), ("Name", key), ("ContractOwnerId", Owner.Id), ("Contact", contact), ("ContractEnds", now.AddDays(200)));
        db.Add(vendor);
        Path(Integration(i => Put(i, "VendorId", vendor.Id)));
        return vendor;
    }
}
