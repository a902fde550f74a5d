using System.Reflection;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Connectors.Vaults;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Questions;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Rooms;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features;
using NhiPortal.Features.AccessRules;
using NhiPortal.Features.Actions;
using NhiPortal.Features.Administration;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.Features.BreakGlass;
using NhiPortal.Features.Channels;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Delegations;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Imports;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Owners.Assigning;
using NhiPortal.Features.People;
using NhiPortal.Features.Policy;
using NhiPortal.Features.PreApprovals;
using NhiPortal.Features.Questions;
using NhiPortal.Features.Reconciliation;
using NhiPortal.Features.Reminders;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Features.Rooms;
using NhiPortal.Features.Rotations;
using NhiPortal.Features.Stops;
using NhiPortal.Features.Unattended;
using NhiPortal.Features.Vendors;
using NhiPortal.Features.Views;
using NhiPortal.Tests.Features.PreApprovals;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests;

/// <summary>Everyone against every use case: the table says who may, and a use case that is not in it fails.</summary>
public sealed class AccessMatrixTests
{
    /// <summary>Who tries: people by role, owners without one, somebody of another tenant, machines, nobody.</summary>
    public enum Who
    {
        Administrator,
        IamStaff,
        SecurityOperations,
        Auditor,
        NoRole,
        BusinessOwner,
        IamOwner,
        SystemOwner,
        OtherTenantStaff,
        Workload,
        EnforcementPoint,
        Pipeline,
        Anonymous,
    }

    private static readonly Who[] Keepers = [Who.Administrator, Who.IamStaff, Who.BusinessOwner, Who.IamOwner];
    private static readonly Who[] Registrars = [Who.Administrator, Who.IamStaff];

    /// <summary>Staff leads every review here, whatever roles they hold besides.</summary>
    private static readonly Who[] Leads = [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.NoRole];
    private static readonly Who[] RoomKeepers = [Who.Administrator, Who.IamStaff, Who.Auditor];
    private static readonly Who[] PolicyWriters = [Who.Administrator, Who.IamStaff, Who.OtherTenantStaff];

    private static readonly Who[] StaffInAnyRole = [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.NoRole];
    private static readonly Who[] EveryPerson = [.. Enum.GetValues<Who>().Except([Who.Workload, Who.EnforcementPoint, Who.Pipeline, Who.Anonymous])];

    private static readonly IntegrationDraft Draft = new()
    {
        Tenant = "home", Key = "new-robot", Name = "New robot", Purpose = "Does one thing every night.", Kind = "ScriptedAutomation", Environment = "Production",
    };

    private static readonly Dictionary<Type, (Func<Scene, Actor, Task<Refusal?>> Try, Who[] May)> Table = new()
    {
        [typeof(AssignOwners)] = (async (s, actor) => (await s.Portal.Get<AssignOwners>().RunAsync(actor, new AssignmentOrder(
            new Assignment { Owner = s.Org.Nora.Id }, null, [new(new OwnerCell(OwnerRole.SystemOwner, null, s.Org.Directory.Id), new CellSeen(s.OwnershipOfSam, null, null))]), default)).Refusal,
            [Who.Administrator, Who.IamStaff]),
        [typeof(OfferDelegation)] = (async (s, actor) => (await s.Portal.Get<OfferDelegation>().RunAsync(actor, new DelegationOrder("nora@home.example", null, 7, "Away for a week"), default)).Refusal,
            [Who.BusinessOwner, Who.IamOwner, Who.SystemOwner]),
        [typeof(AcceptDelegation)] = (async (s, actor) =>
        {
            var offered = await s.Portal.Get<OfferDelegation>().RunAsync(As(s.Org.Ian), new DelegationOrder("sam@home.example", null, 7, "Away for a week"), default);
            return (await s.Portal.Get<AcceptDelegation>().RunAsync(actor, offered.Value, default)).Refusal;
        }, [Who.SystemOwner]),
        [typeof(CloseDelegation)] = (async (s, actor) =>
        {
            var offered = await s.Portal.Get<OfferDelegation>().RunAsync(As(s.Org.Ian), new DelegationOrder("sam@home.example", null, 7, "Away for a week"), default);
            return (await s.Portal.Get<CloseDelegation>().RunAsync(actor, offered.Value, "not needed any more", default)).Refusal;
        }, [Who.Administrator, Who.IamStaff, Who.IamOwner, Who.SystemOwner]),
        [typeof(UseBreakGlass)] = (async (s, actor) => (await s.BreakGlassAsync(actor)).Refusal, [Who.SystemOwner]),
        [typeof(ReviewBreakGlass)] = (async (s, actor) =>
        {
            var use = (await s.BreakGlassAsync(As(s.Org.Sam))).Value;
            s.Portal.Time.Advance(TimeSpan.FromHours(1));
            return (await s.Portal.Get<ReviewBreakGlass>().RunAsync(actor, use, s.Review, default)).Refusal;
        }, [Who.IamStaff, Who.SecurityOperations]),
        [typeof(DrillBreakGlass)] = (async (s, actor) => (await s.Portal.Get<DrillBreakGlass>().RunAsync(actor, s.Org.Directory.Id, "Quarterly drill", default)).Refusal,
            [Who.IamStaff, Who.SecurityOperations, Who.SystemOwner]),
        [typeof(NameDutyChief)] = (async (s, actor) => (await s.Portal.Get<NameDutyChief>().RunAsync(actor, s.Org.Directory.Id, s.Org.Nora.Id, "On call this week", default)).Refusal,
            [Who.Administrator, Who.IamStaff]),
        [typeof(SetUnattendedPolicy)] = (async (s, actor) => (await s.Portal.Get<SetUnattendedPolicy>().RunAsync(actor, UnattendedKind.OwnerGone, s.UnattendedOrder, "agreed with the owners", default)).Refusal, PolicyWriters),
        [typeof(AnswerUnattendedPolicy)] = (async (s, actor) =>
        {
            await s.Portal.Get<SetUnattendedPolicy>().RunAsync(As(s.Org.Nora, Role.IamStaff), UnattendedKind.OwnerGone, s.UnattendedOrder, "agreed with the owners", default);
            await s.Portal.Get<SetUnattendedPolicy>().RunAsync(As(s.Org.Nora, Role.IamStaff), UnattendedKind.OwnerGone, s.UnattendedOrder with { On = false }, "not now, after all", default);
            return (await s.Portal.Get<AnswerUnattendedPolicy>().RunAsync(actor, UnattendedKind.OwnerGone, true, "seen and agreed", default)).Refusal;
        }, [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.OtherTenantStaff]),
        [typeof(PauseRevocations)] = (async (s, actor) => (await s.Portal.Get<PauseRevocations>().RunAsync(actor, 7, "the migration weekend", default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.OtherTenantStaff]),
        [typeof(PauseRevocation)] = (async (s, actor) => (await s.Portal.Get<PauseRevocation>().RunAsync(actor, (await s.RevocationAsync()).Value, 7, "the migration weekend", default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations]),
        [typeof(KeepUnattended)] = (async (s, actor) => (await s.Portal.Get<KeepUnattended>().RunAsync(actor, (await s.RevocationAsync()).Value, "needed at year's end", default)).Refusal,
            [Who.BusinessOwner, Who.IamOwner]),
        [typeof(UndoRevocation)] = (async (s, actor) => (await s.Portal.Get<UndoRevocation>().RunAsync(actor, (await s.RevocationAsync(taken: true)).Value, "the owner was ill", default)).Refusal,
            [Who.Administrator, Who.IamStaff]),
        [typeof(ReportRemoval)] = (async (s, actor) => (await s.Portal.Get<ReportRemoval>().RunAsync(actor, (await s.RevocationAsync(taken: true)).Value, 1, "deleted, ticket 4711", default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.BusinessOwner, Who.IamOwner]),
        [typeof(ConfirmRemoval)] = (async (s, actor) =>
        {
            var taken = await s.RevocationAsync(taken: true);
            await s.Portal.Get<ReportRemoval>().RunAsync(As(s.Org.Nora, Role.IamStaff), taken.Value, 1, "deleted, ticket 4711", default);
            return (await s.Portal.Get<ConfirmRemoval>().RunAsync(actor, taken.Value, 1, default)).Refusal;
        }, [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.BusinessOwner, Who.IamOwner]),
        [typeof(AnswerBatch)] = (async (s, actor) => (await s.Portal.Get<AnswerBatch>().RunAsync(actor, (await s.BatchAsync()).Value, true, "looked at the list", default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations]),
        [typeof(AcceptOwnership)] = (async (s, actor) => (await s.Portal.Get<AcceptOwnership>().RunAsync(actor, s.NominationOfSam, default)).Refusal, [Who.SystemOwner]),
        [typeof(DeclineOwnership)] = (async (s, actor) => (await s.Portal.Get<DeclineOwnership>().RunAsync(actor, s.NominationOfSam, "I have left that team", default)).Refusal, [Who.SystemOwner]),
        [typeof(AttestOwnership)] = (async (s, actor) => (await s.Portal.Get<AttestOwnership>().RunAsync(actor, s.OwnershipOfSam, default)).Refusal, [Who.SystemOwner]),
        [typeof(AttestOwnerships)] = (async (s, actor) => (await s.Portal.Get<AttestOwnerships>().RunAsync(actor, [s.OwnershipOfSam], default)).Refusal, [Who.SystemOwner]),
        [typeof(SuspendIntegration)] = (async (s, actor) => (await s.Portal.Get<SuspendIntegration>().RunAsync(actor, s.Org.Sync.Id, "looks odd today", default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.BusinessOwner, Who.IamOwner]),
        [typeof(ResumeIntegration)] = (async (s, actor) =>
        {
            await s.Portal.Get<SuspendIntegration>().RunAsync(As(s.Org.Staff, Role.IamStaff), s.Org.Sync.Id, "looks odd today", default);
            return (await s.Portal.Get<ResumeIntegration>().RunAsync(actor, s.Org.Sync.Id, "explained by now", default)).Refusal;
        }, [Who.Administrator, Who.IamStaff]),
        [typeof(AskForAccess)] = (async (s, actor) => (await s.Portal.Get<AskForAccess>().RunAsync(
            actor, new Ask(s.Org.Workload.Id, AddMember("u999")) { Justification = "Ticket 4711 asks for it" }, default)).Refusal, [Who.IamStaff, Who.BusinessOwner, Who.Workload]),
        [typeof(DecideRequest)] = (async (s, actor) => (await s.Portal.Get<DecideRequest>().RunAsync(actor, s.Request, new OwnerAnswer(Verdict.Approve, 15, null), default)).Refusal,
            [Who.IamOwner, Who.SystemOwner]),
        [typeof(AskQuestion)] = (async (s, actor) => (await s.Portal.Get<AskQuestion>().RunAsync(actor, s.Request, "Which group is it for?", default)).Refusal, [Who.IamOwner, Who.SystemOwner]),
        [typeof(AnswerQuestion)] = (async (s, actor) =>
        {
            await s.Portal.Get<AskQuestion>().RunAsync(As(s.Org.Sam), s.Request, "Which group is it for?", default);
            return (await s.Portal.Get<AnswerQuestion>().RunAsync(actor, s.Request, "For the night shift.", default)).Refusal;
        }, [Who.IamStaff, Who.BusinessOwner, Who.Workload]),
        [typeof(StartWatching)] = (async (s, actor) => (await s.Portal.Get<StartWatching>().RunAsync(actor, s.Request, default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.BusinessOwner, Who.IamOwner, Who.SystemOwner]),
        [typeof(StopWatching)] = (async (s, actor) =>
        {
            await s.Portal.Get<StartWatching>().RunAsync(actor, s.Request, default);
            return (await s.Portal.Get<StopWatching>().RunAsync(actor, s.Request, default)).Refusal;
        }, [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.BusinessOwner, Who.IamOwner, Who.SystemOwner]),
        [typeof(RevokePreApproval)] = (async (s, actor) => (await s.Portal.Get<RevokePreApproval>().RunAsync(actor, await PreApprovalScene.GiveAsync(s.Portal, s.Org), "not needed any more", default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.BusinessOwner, Who.IamOwner, Who.SystemOwner]),
        [typeof(CancelRequest)] = (async (s, actor) => (await s.Portal.Get<CancelRequest>().RunAsync(actor, s.Request, "not needed", default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Workload]),
        [typeof(VerifyLog)] = (async (s, actor) => (await s.Portal.Get<VerifyLog>().RunAsync(actor, null, default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.OtherTenantStaff]),
        [typeof(SyncPeople)] = (async (s, actor) => (await s.Portal.Get<SyncPeople>().RunAsync(actor, new SyncOrder("object_id,name,mail,enabled\nnew,New,n@home.example,true\n"u8.ToArray()), null, default)).Refusal,
            [Who.Administrator]),
        [typeof(RegisterIntegration)] = (async (s, actor) => (await s.Portal.Get<RegisterIntegration>().RunAsync(actor, Draft, null, default)).Refusal, [.. Registrars, Who.Pipeline]),
        [typeof(ChangeIntegration)] = (async (s, actor) => (await s.Portal.Get<ChangeIntegration>().RunAsync(actor, s.Org.Sync.Id, s.Version, Draft, default)).Refusal, Registrars),
        [typeof(CloneIntegration)] = (async (s, actor) => (await s.Portal.Get<CloneIntegration>().RunAsync(actor, s.Org.Sync.Id, "hr-sync-two", "HR sync two", default)).Refusal, Registrars),
        [typeof(RetireIntegration)] = (async (s, actor) => (await s.Portal.Get<RetireIntegration>().RunAsync(actor, s.Org.Sync.Id, "not needed any more", default)).Refusal, Registrars),
        [typeof(AddPath)] = (async (s, actor) => (await s.Portal.Get<AddPath>().RunAsync(actor, s.Org.Sync.Id, new DraftPath("orders-db", "group.add_member", "writers"), default)).Refusal, Registrars),
        [typeof(RemovePath)] = (async (s, actor) => (await s.Portal.Get<RemovePath>().RunAsync(actor, s.Org.Sync.Id, s.Path, default)).Refusal, Registrars),
        [typeof(AddWorkload)] = (async (s, actor) => (await s.Portal.Get<AddWorkload>().RunAsync(actor, s.Org.Sync.Id, new DraftIdentity("urn:test", "hr-sync-two"), default)).Refusal, Registrars),
        [typeof(RetireWorkload)] = (async (s, actor) => (await s.Portal.Get<RetireWorkload>().RunAsync(actor, s.Org.Sync.Id, s.Org.Workload.Id, default)).Refusal, Registrars),
        [typeof(RegisterVendor)] = (async (s, actor) => (await s.Portal.Get<RegisterVendor>().RunAsync(actor, new VendorDraft { Tenant = "home", Key = "other-vendor", Name = "Other", ContractOwner = s.Org.Bea.Id }, default)).Refusal, Registrars),
        [typeof(ChangeVendor)] = (async (s, actor) => (await s.Portal.Get<ChangeVendor>().RunAsync(actor, s.Vendor, 0, new VendorDraft { Name = "Acme Two", ContractOwner = s.Org.Bea.Id }, default)).Refusal, Registrars),
        [typeof(SaveCampaign)] = (async (s, actor) => (await s.Portal.Get<SaveCampaign>().RunAsync(actor, s.Org.Home.Id, null, s.ReviewPlan, default)).Refusal, Registrars),
        [typeof(StartCampaign)] = (async (s, actor) => (await s.Portal.Get<StartCampaign>().RunAsync(actor, await s.DraftReviewAsync(), default)).Refusal, Registrars),
        [typeof(AnswerItems)] = (async (s, actor) => (await s.Portal.Get<AnswerItems>().RunAsync(actor, await s.ReviewAsync(), [1], s.ReviewVoice, default)).Refusal, [Who.SystemOwner]),
        [typeof(SubmitAnswers)] = (async (s, actor) =>
        {
            var campaign = await s.ReviewAsync();
            Assert.True((await s.Portal.Get<AnswerItems>().RunAsync(As(s.Org.Sam), campaign, [1], s.ReviewVoice, default)).Succeeded);
            return (await s.Portal.Get<SubmitAnswers>().RunAsync(actor, campaign, default)).Refusal;
        }, [Who.SystemOwner]),
        [typeof(ReassignItems)] = (async (s, actor) => (await s.Portal.Get<ReassignItems>().RunAsync(actor, await s.ReviewAsync(), null, [1], s.Org.Nora.Id, "Knows the directory best", default)).Refusal, Registrars),
        [typeof(ExtendCampaign)] = (async (s, actor) => (await s.Portal.Get<ExtendCampaign>().RunAsync(actor, await s.ReviewAsync(), 3, "Half of them are away", default)).Refusal, Registrars),
        [typeof(NudgeReviewers)] = (async (s, actor) =>
        {
            var campaign = await s.ReviewAsync();
            s.Portal.Time.Advance(TimeSpan.FromDays(1));
            return (await s.Portal.Get<NudgeReviewers>().RunAsync(actor, campaign, null, default)).Refusal;
        }, Registrars),
        [typeof(CloseReview)] = (async (s, actor) => (await s.Portal.Get<CloseReview>().RunAsync(actor, await s.ReviewAsync(), "Everything that matters is decided", default)).Refusal, Leads),
        [typeof(ConfirmCarryOut)] = (async (s, actor) =>
        {
            var campaign = await s.ByHandAsync();
            return (await s.Portal.Get<ConfirmCarryOut>().RunAsync(actor, campaign, 1, 1, "looked, and it is gone", default)).Refusal;
        }, [.. Registrars, Who.SystemOwner]),
        [typeof(SignOffReview)] = (async (s, actor) =>
        {
            var campaign = await s.ClosedAsync();
            return (await s.Portal.Get<SignOffReview>().RunAsync(actor, campaign, "I looked at every proof", default)).Refusal;
        }, Leads),
        [typeof(StopRepeating)] = (async (s, actor) => (await s.Portal.Get<StopRepeating>().RunAsync(actor, await s.ReviewAsync(), default)).Refusal, Registrars),
        [typeof(StopThing)] = (async (s, actor) => (await s.StopAsync(actor)).Refusal, [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.BusinessOwner, Who.IamOwner]),
        [typeof(LiftStop)] = (async (s, actor) =>
        {
            var stop = (await s.StopAsync(As(s.Org.Bea))).Value;
            return (await s.Portal.Get<LiftStop>().RunAsync(actor, stop, "found and removed", default)).Refusal;
        }, [Who.Administrator, Who.IamStaff, Who.SecurityOperations]),
        [typeof(ExplainPrivilege)] = (async (s, actor) => (await s.Portal.Get<ExplainPrivilege>().RunAsync(
            actor, await s.PrivilegeAsync(), new("hr-sync", "Its own account, agreed in spring", s.Portal.Now.AddDays(30)), default)).Refusal, [Who.Administrator, Who.IamStaff, Who.SecurityOperations]),
        [typeof(AgreePrivilege)] = (async (s, actor) =>
        {
            var line = await s.PrivilegeAsync();
            await s.Portal.Get<ExplainPrivilege>().RunAsync(As(s.Org.Nora, Role.IamStaff), line, new("hr-sync", "Its own account, agreed in spring", s.Portal.Now.AddDays(30)), default);
            return (await s.Portal.Get<AgreePrivilege>().RunAsync(actor, line, 2, default)).Refusal;
        }, [Who.Administrator, Who.IamStaff, Who.SecurityOperations]),
        // A file cannot be changed; whoever is told so would have been let through.
        [typeof(RevokePrivilege)] = (async (s, actor) => (await s.Portal.Get<RevokePrivilege>().RunAsync(actor, await s.PrivilegeAsync(), true, "Nobody can explain it", default)).Refusal is { Code: not "cannot_act" } refused ? refused : null,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations]),
        [typeof(ConfirmStopLine)] = (async (s, actor) => (await s.Portal.Get<ConfirmStopLine>().RunAsync(actor, await s.StopLineAsync(), "looked, and it is gone", default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.SystemOwner]),
        // A file of somebody else's tenant can be read by its own staff; what it names there is refused row by row.
        [typeof(PreviewImport)] = (async (s, actor) => (await s.Portal.Get<PreviewImport>().RunAsync(actor, "integrations", "x.csv", ImportFile(), null, default)).Refusal, [.. Registrars, Who.OtherTenantStaff]),
        [typeof(ConfirmImport)] = (async (s, actor) =>
        {
            var read = await s.Portal.Get<PreviewImport>().RunAsync(As(s.Org.Staff, Role.IamStaff), "integrations", "x.csv", ImportFile(), null, default);
            return (await s.Portal.Get<ConfirmImport>().RunAsync(actor, read.Value, null, null, default)).Refusal;
        }, Registrars),
        [typeof(ExportAuditLog)] = (async (s, actor) => (await s.Portal.Get<ExportAuditLog>().RunAsync(actor, new AuditExport("CSV", new AuditFilter(), ""), default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.OtherTenantStaff]),
        // Somebody of another tenant may ask, and finds nothing there to prove.
        [typeof(AskForEvidence)] = (async (s, actor) => (await s.Portal.Get<AskForEvidence>().RunAsync(actor, await s.EvidenceAsync(), default)).Refusal is { Code: not "nothing_there" } refused ? refused : null,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.OtherTenantStaff]),
        [typeof(TakeEvidence)] = (async (s, actor) =>
        {
            var asked = await s.Portal.Get<AskForEvidence>().RunAsync(As(s.Org.Staff, Role.Auditor), await s.EvidenceAsync(), default);
            await s.Portal.Get<BuildEvidence>().RunAsync(default);
            return (await s.Portal.Get<TakeEvidence>().RunAsync(actor, asked.Value.Value, default)).Refusal;
        }, [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor]),
        // Whoever reads the log may ask; what answers is of their tenants only.
        [typeof(OpenQuestion)] = (async (s, actor) => (await s.Portal.Get<OpenQuestion>().RunAsync(actor, Scene.Question, 0, 25, default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.OtherTenantStaff]),
        [typeof(ExportQuestion)] = (async (s, actor) => (await s.Portal.Get<ExportQuestion>().RunAsync(actor, Scene.Question, default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.OtherTenantStaff]),
        [typeof(DrawSample)] = (async (s, actor) => (await s.Portal.Get<DrawSample>().RunAsync(actor, new(Scene.Question, 5, "seed"), default)).Refusal is { Code: not "nothing_there" } refused ? refused : null,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.OtherTenantStaff]),
        [typeof(OpenSample)] = (async (s, actor) => (await s.Portal.Get<OpenSample>().RunAsync(actor, await s.SampleAsync(), default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor]),
        [typeof(RecordTaking)] = (async (s, actor) => (await s.Portal.Get<RecordTaking>().RunAsync(actor, "/grants.csv", "", default)).Refusal, EveryPerson),
        [typeof(OpenRecord)] = (async (s, actor) => (await s.Portal.Get<OpenRecord>().RunAsync(actor, s.Request.Value, default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.BusinessOwner, Who.IamOwner, Who.SystemOwner]),
        // There is no such archive here; whoever is told so would have been let through. Who sees one tenant of two decides nothing about the whole log.
        [typeof(AskRemoval)] = (async (s, actor) => (await s.Portal.Get<AskRemoval>().RunAsync(actor, LogArchiveId.From(Guid.NewGuid()), "past retention", default)).Refusal is { Code: not "not_found" } refused ? refused : null, [Who.Administrator]),
        [typeof(AnswerRemoval)] = (async (s, actor) => (await s.Portal.Get<AnswerRemoval>().RunAsync(actor, LogArchiveId.From(Guid.NewGuid()), true, default)).Refusal is { Code: not "not_found" } refused ? refused : null, [Who.Administrator]),
        [typeof(PlaceHold)] = (async (s, actor) => (await s.Portal.Get<PlaceHold>().RunAsync(actor, new(HoldScope.Tenant, "home", "Litigation 12/26"), default)).Refusal, [Who.Administrator, Who.Auditor]),
        [typeof(EndHold)] = (async (s, actor) =>
        {
            var hold = (await s.Portal.Get<PlaceHold>().RunAsync(As(s.Org.Nora, Role.Auditor), new(HoldScope.Tenant, "home", "Litigation 12/26"), default)).Value;
            return (await s.Portal.Get<EndHold>().RunAsync(actor, hold, "settled out of court", default)).Refusal;
        }, [Who.Administrator, Who.Auditor]),
        [typeof(OpenRoom)] = (async (s, actor) => (await s.Portal.Get<OpenRoom>().RunAsync(actor, s.NewRoom, default)).Refusal, [.. RoomKeepers, Who.OtherTenantStaff]),
        [typeof(AdmitToRoom)] = (async (s, actor) => (await s.Portal.Get<AdmitToRoom>().RunAsync(actor, await s.RoomAsync(), s.Org.Nora.Id, false, default)).Refusal, RoomKeepers),
        [typeof(PutIntoRoom)] = (async (s, actor) => (await s.Portal.Get<PutIntoRoom>().RunAsync(actor, await s.RoomAsync(), RoomItemKind.Question, "/questions/break-glass?period=2026", default)).Refusal, RoomKeepers),
        [typeof(CloseRoom)] = (async (s, actor) => (await s.Portal.Get<CloseRoom>().RunAsync(actor, await s.RoomAsync(), default)).Refusal, RoomKeepers),
        // Bea is let in; a keeper needs not be.
        [typeof(EnterRoom)] = (async (s, actor) => (await s.Portal.Get<EnterRoom>().RunAsync(actor, await s.RoomAsync(), default)).Refusal, [.. RoomKeepers, Who.BusinessOwner]),
        [typeof(AskInRoom)] = (async (s, actor) => (await s.Portal.Get<AskInRoom>().RunAsync(actor, await s.RoomAsync(), 1, 0, 25, default)).Refusal, [.. RoomKeepers, Who.BusinessOwner]),
        [typeof(TakeRoomAnswers)] = (async (s, actor) => (await s.Portal.Get<TakeRoomAnswers>().RunAsync(actor, await s.RoomAsync(), 1, default)).Refusal, [.. RoomKeepers, Who.BusinessOwner]),
        [typeof(TakeRoomPackage)] = (async (s, actor) =>
        {
            var asked = await s.Portal.Get<AskForEvidence>().RunAsync(As(s.Org.Staff, Role.Auditor), await s.EvidenceAsync(), default);
            await s.Portal.Get<BuildEvidence>().RunAsync(default);
            var room = await s.RoomAsync();
            await s.Portal.Get<PutIntoRoom>().RunAsync(As(s.Org.Staff, Role.Auditor), room, RoomItemKind.Package, asked.Value.ToString(), default);
            return (await s.Portal.Get<TakeRoomPackage>().RunAsync(actor, room, 2, default)).Refusal;
        }, [.. RoomKeepers, Who.BusinessOwner]),
        [typeof(OpenAuditEvent)] = (async (s, actor) => (await s.Portal.Get<OpenAuditEvent>().RunAsync(actor, await s.EventAsync(), default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor]),
        [typeof(TakeRecordFile)] = (async (s, actor) => (await s.Portal.Get<TakeRecordFile>().RunAsync(actor, s.Request.Value, default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.BusinessOwner, Who.IamOwner, Who.SystemOwner]),
        [typeof(DiscoverAccounts)] = (async (s, actor) => (await s.Portal.Get<DiscoverAccounts>().RunAsync(actor, "corp-directory", false, default)).Refusal, [Who.Administrator, Who.IamStaff]),
        [typeof(AdoptCandidates)] = (async (s, actor) => (await s.Portal.Get<AdoptCandidates>().RunAsync(
            actor, new Adoption([await s.CandidateAsync()], IntegrationKind.LegacyAutomation, null), default)).Refusal, [Who.Administrator, Who.IamStaff]),
        [typeof(DismissCandidates)] = (async (s, actor) => (await s.Portal.Get<DismissCandidates>().RunAsync(
            actor, [await s.CandidateAsync()], "Built in, nobody uses it", s.Portal.Now.AddDays(30), default)).Refusal, [Who.Administrator, Who.IamStaff]),
        [typeof(SaveView)] = (async (s, actor) => (await s.Portal.Get<SaveView>().RunAsync(actor, "/owners", "Gaps", "?standing=Gap", default)).Refusal, EveryPerson),
        [typeof(RenameView)] = (async (s, actor) => (await s.Portal.Get<RenameView>().RunAsync(actor, await s.ViewAsync(), "Open gaps", default)).Refusal, StaffInAnyRole),
        [typeof(DeleteView)] = (async (s, actor) => (await s.Portal.Get<DeleteView>().RunAsync(actor, await s.ViewAsync(), default)).Refusal, StaffInAnyRole),
        [typeof(AskMeasurement)] = (async (s, actor) => (await s.Portal.Get<AskMeasurement>().RunAsync(actor, default)).Refusal, [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.OtherTenantStaff]),
        [typeof(ExportCoverage)] = (async (s, actor) => (await s.Portal.Get<ExportCoverage>().RunAsync(actor, "csf", default)).Refusal, [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.Auditor, Who.OtherTenantStaff]),
        [typeof(RunJobNow)] = (async (s, actor) => (await s.Portal.Get<RunJobNow>().RunAsync(actor, "prune", default)).Refusal, [Who.Administrator]),
        [typeof(SeeNotices)] = (async (s, actor) => (await s.Portal.Get<SeeNotices>().RunAsync(actor, null, default)).Refusal, EveryPerson),
        [typeof(SaveReminderChoices)] = (async (s, actor) => (await s.Portal.Get<SaveReminderChoices>().RunAsync(actor, new ReminderWishes("Europe/Stockholm", 8, 20, 7, []), default)).Refusal, EveryPerson),
        // There is no mail server here; whoever is told so would have been let through.
        [typeof(SendTestMail)] = (async (s, actor) => (await s.Portal.Get<SendTestMail>().RunAsync(actor, default)).Refusal is { Code: not "no_mail_server" } refused ? refused : null, [Who.Administrator]),
        [typeof(AddChannel)] = (async (s, actor) => (await s.Portal.Get<AddChannel>().RunAsync(actor, Scene.Hook, default)).Refusal, [Who.Administrator]),
        [typeof(ChangeChannel)] = (async (s, actor) => (await s.Portal.Get<ChangeChannel>().RunAsync(actor, await s.ChannelAsync(), 1, Scene.Hook with { Name = "Changed" }, default)).Refusal, [Who.Administrator]),
        [typeof(TurnChannel)] = (async (s, actor) => (await s.Portal.Get<TurnChannel>().RunAsync(actor, await s.ChannelAsync(), false, "the receiver is gone", default)).Refusal, [Who.Administrator]),
        [typeof(RotateChannelKey)] = (async (s, actor) => (await s.Portal.Get<RotateChannelKey>().RunAsync(actor, await s.ChannelAsync(), "regular renewal", default)).Refusal, [Who.Administrator]),
        [typeof(SendTestEvent)] = (async (s, actor) => (await s.Portal.Get<SendTestEvent>().RunAsync(actor, await s.ChannelAsync(), default)).Refusal, [Who.Administrator]),
        // The channel is no stream; whoever is told so would have been let through.
        [typeof(ReplayStream)] = (async (s, actor) => (await s.Portal.Get<ReplayStream>().RunAsync(actor, await s.ChannelAsync(), 0, null, "The index was lost", default)).Refusal is { Code: not "no_stream" } refused ? refused : null, [Who.Administrator]),
        [typeof(ReplayDelivery)] = (async (s, actor) => (await s.Portal.Get<ReplayDelivery>().RunAsync(actor, await s.ChannelAsync(), await s.DeliveryAsync(), default)).Refusal, [Who.Administrator]),
        [typeof(RevokeGrant)] = (async (s, actor) => (await s.Portal.Get<RevokeGrant>().RunAsync(actor, await s.GrantAsync(), "not needed any more", default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.BusinessOwner, Who.IamOwner, Who.SystemOwner]),
        [typeof(AssignFinding)] = (async (s, actor) => (await s.Portal.Get<AssignFinding>().RunAsync(actor, await s.FindingAsync(), s.Org.Nora.Id, default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.BusinessOwner, Who.IamOwner]),
        [typeof(AskException)] = (async (s, actor) => (await s.Portal.Get<AskException>().RunAsync(actor, await s.FindingAsync(), s.Exception, default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.BusinessOwner, Who.IamOwner]),
        [typeof(AgreeException)] = (async (s, actor) => (await s.Portal.Get<AgreeException>().RunAsync(actor, await s.AskedFindingAsync(), default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations]),
        // The policy holds for every tenant, so the staff of each may write it; nobody alone can weaken it.
        [typeof(SaveDraft)] = (async (s, actor) => (await s.Portal.Get<SaveDraft>().RunAsync(actor, default, Scene.Stricter, default)).Refusal, PolicyWriters),
        [typeof(DiscardDraft)] = (async (s, actor) => (await s.Portal.Get<DiscardDraft>().RunAsync(actor, await s.DraftAsync(Scene.Stricter), "not needed any more", default)).Refusal, PolicyWriters),
        [typeof(PublishPolicy)] = (async (s, actor) => (await s.Portal.Get<PublishPolicy>().RunAsync(actor, await s.DraftAsync(Scene.Stricter), "agreed with the owners", default)).Refusal, PolicyWriters),
        [typeof(AgreePolicy)] = (async (s, actor) => (await s.Portal.Get<AgreePolicy>().RunAsync(actor, await s.WaitingDraftAsync(), default)).Refusal, PolicyWriters),
        [typeof(DeclinePolicy)] = (async (s, actor) => (await s.Portal.Get<DeclinePolicy>().RunAsync(actor, await s.WaitingDraftAsync(), "too much at once", default)).Refusal, PolicyWriters),
        [typeof(SaveAccessRules)] = (async (s, actor) => (await s.Portal.Get<SaveAccessRules>().RunAsync(actor, s.Org.Home.Id, default, Scene.NoRules, default)).Refusal, Registrars),
        [typeof(DiscardAccessRules)] = (async (s, actor) => (await s.Portal.Get<DiscardAccessRules>().RunAsync(actor, s.Org.Home.Id, await s.RulesAsync(Scene.OneDeny), "not needed any more", default)).Refusal, Registrars),
        [typeof(PublishAccessRules)] = (async (s, actor) => (await s.Portal.Get<PublishAccessRules>().RunAsync(actor, s.Org.Home.Id, await s.RulesAsync(Scene.OneDeny), "agreed with the owners", default)).Refusal, Registrars),
        [typeof(AgreeAccessRules)] = (async (s, actor) => (await s.Portal.Get<AgreeAccessRules>().RunAsync(actor, s.Org.Home.Id, await s.WaitingRulesAsync(), default)).Refusal, Registrars),
        [typeof(DeclineAccessRules)] = (async (s, actor) => (await s.Portal.Get<DeclineAccessRules>().RunAsync(actor, s.Org.Home.Id, await s.WaitingRulesAsync(), "too much at once", default)).Refusal, Registrars),
        [typeof(RegisterCredential)] = (async (s, actor) => (await s.Portal.Get<RegisterCredential>().RunAsync(actor, Scene.Secret, default)).Refusal, Keepers),
        [typeof(ChangeCredential)] = (async (s, actor) => (await s.Portal.Get<ChangeCredential>().RunAsync(actor, await s.CredentialAsync(), 1, Scene.Secret with { KeptIn = "kv/other" }, default)).Refusal, Keepers),
        [typeof(RetireCredential)] = (async (s, actor) => (await s.Portal.Get<RetireCredential>().RunAsync(actor, await s.CredentialAsync(), "Withdrawn in the directory", default)).Refusal, Keepers),
        [typeof(ReportCredentialUse)] = (async (s, actor) => (await s.Portal.Get<ReportCredentialUse>().RunAsync(actor, await s.CredentialAsync(), null, default)).Refusal, [Who.Workload]),
        [typeof(SnoozeRotation)] = (async (s, actor) => (await s.Portal.Get<SnoozeRotation>().RunAsync(actor, await s.CredentialAsync(), 3, "The vendor is away", default)).Refusal, Keepers),
        [typeof(ScheduleCredential)] = (async (s, actor) => (await s.Portal.Get<ScheduleCredential>().RunAsync(actor, await s.CredentialAsync(), new() { EveryDays = 20 }, "Tighter than the rules", default)).Refusal, Keepers),
        [typeof(StartRotation)] = (async (s, actor) => (await s.Portal.Get<StartRotation>().RunAsync(actor, await s.CredentialAsync(), default)).Refusal, Keepers),
        [typeof(RotateThroughTarget)] = (async (s, actor) => (await s.Portal.Get<RotateThroughTarget>().RunAsync(actor, await s.OnDatabaseAsync(), new("svc-hr", true, 24), default)).Refusal, Keepers),
        [typeof(ProveStep)] = (async (s, actor) => (await s.Portal.Get<ProveStep>().RunAsync(
            actor, await s.RotationAsync(0), new(RotationStep.Staged, true, "Made in the directory", null, new("kv/next", Credential.Never)), default)).Refusal, Keepers),
        [typeof(CloseRotation)] = (async (s, actor) => (await s.Portal.Get<CloseRotation>().RunAsync(actor, await s.RotationAsync(4), default)).Refusal, Keepers),
        [typeof(GiveUpRotation)] = (async (s, actor) => (await s.Portal.Get<GiveUpRotation>().RunAsync(actor, await s.RotationAsync(1), "The vendor is away", default)).Refusal, Keepers),
        // The rules hold for every tenant, as the policy does.
        [typeof(SaveRotationPlan)] = (async (s, actor) => (await s.Portal.Get<SaveRotationPlan>().RunAsync(actor, 1, RotationPlan.BuiltIn.Wishes with { MostSnoozes = 1 }, "One is enough", default)).Refusal, PolicyWriters),
        [typeof(AnswerRotationPlan)] = (async (s, actor) =>
        {
            await s.Portal.Get<SaveRotationPlan>().RunAsync(As(s.Org.Nora, Role.IamStaff), 1, RotationPlan.BuiltIn.Wishes with { MostSnoozes = 4 }, "Two are too few", default);
            return (await s.Portal.Get<AnswerRotationPlan>().RunAsync(actor, 1, true, "seen and agreed", default)).Refusal;
        }, [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.OtherTenantStaff]),
        [typeof(WithdrawException)] = (async (s, actor) => (await s.Portal.Get<WithdrawException>().RunAsync(actor, await s.AskedFindingAsync(), "it can be put right now", default)).Refusal,
            [Who.Administrator, Who.IamStaff, Who.SecurityOperations, Who.BusinessOwner, Who.IamOwner]),
    };

    public static TheoryData<Type, Who> Cells
    {
        get
        {
            var cells = new TheoryData<Type, Who>();
            foreach (var useCase in Table.Keys)
                foreach (var who in Enum.GetValues<Who>())
                    cells.Add(useCase, who);
            return cells;
        }
    }

    [Fact]
    public void Table_NamesEveryUseCaseThatTakesAnActor() => Assert.Empty(
        typeof(FeatureSetup).Assembly.GetTypes().Where(FeatureSetup.IsRunnable).Where(type => !type.Name.EndsWith("Query", StringComparison.Ordinal))
            .Where(type => type.GetMethod("RunAsync", BindingFlags.Instance | BindingFlags.Public)!.GetParameters().Any(parameter => parameter.ParameterType == typeof(Actor)))
            .Except(Table.Keys).Select(type => type.Name));

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task UseCase_TriedByEveryone_AllowsWhomTheTableSays(Type useCase, Who who)
    {
        var (left, set) = await Prepared.Value;
        await using var portal = await TestPortal.StartAsync(settings => settings with
        {
            Connectors = new Dictionary<string, ConnectorSettings> { ["corp-directory"] = new() { Kind = "Csv", Address = Path.Combine(settings.Data, "accounts.csv"), OldestDays = 100_000 }, ["hr-database"] = new() { Kind = "Postgres", Address = "postgres://127.0.0.1:1/hr", User = "portal", Secret = "unused" } },
            Vaults = new Dictionary<string, VaultSettings> { ["kv"] = new() { Kind = "File", Address = settings.Data } },
        }, left);
        await File.WriteAllTextAsync(Path.Combine(portal.Folder, "accounts.csv"), "account\nsvc-backup\n", TestContext.Current.CancellationToken);
        var scene = set.In(portal);
        var (attempt, may) = Table[useCase];
        var refusal = await attempt(scene, scene.Actor(who));
        Assert.True(may.Contains(who) == refusal is null, $"{useCase.Name} by {who}: {refusal?.Code ?? "allowed"}");
    }

    /// <summary>The scene is set once; each attempt begins on a copy.</summary>
    private static readonly Lazy<Task<(string Left, Scene Set)>> Prepared = new(async () =>
    {
        var portal = await TestPortal.StartAsync();
        var set = await Scene.SetAsync(portal);
        return (await portal.LeaveAsync(), set);
    });

    private static MemoryStream ImportFile() => new("key,name,purpose,kind,environment\nnew-robot,New robot,Does one thing every night.,ScriptedAutomation,Production\n"u8.ToArray());

    /// <summary>The small organisation with one waiting request, one live grant and one nomination.</summary>
    internal sealed class Scene(TestPortal portal, SmallOrganisation org)
    {
        public TestPortal Portal => portal;
        public SmallOrganisation Org => org;
        public RequestId Request { get; private set; }
        public PathId Path { get; private set; }
        public VendorId Vendor { get; private set; }
        public int Version { get; private set; }
        public OwnershipId OwnershipOfSam { get; private set; }
        public OwnershipId NominationOfSam { get; private set; }

        public Scene In(TestPortal copy) => new(copy, org.In(copy))
        {
            Request = Request, Path = Path, Vendor = Vendor, Version = Version, OwnershipOfSam = OwnershipOfSam, NominationOfSam = NominationOfSam,
        };

        public static async Task<Scene> SetAsync(TestPortal portal)
        {
            var org = await CreateAsync(portal);
            var scene = new Scene(portal, org) { Request = await org.AskAsync() };
            scene.NominationOfSam = (await portal.Get<NominateOwner>().RunAsync(
                As(org.Staff, Role.IamStaff), new OwnerCell(OwnerRole.SystemOwner, null, org.Database.Id), org.Sam.Id, null, default)).Value;
            await using var db = portal.Db();
            scene.OwnershipOfSam = await db.Ownerships.Where(o => o.PersonId == org.Sam.Id && o.AcceptedAt != null).Select(o => o.Id).SingleAsync();
            scene.Path = await db.Paths.Where(p => p.IntegrationId == org.Sync.Id).Select(p => p.Id).FirstAsync();
            scene.Version = await db.Integrations.Where(i => i.Id == org.Sync.Id).Select(i => i.Version).SingleAsync();
            var vendor = Domain.Integrations.Vendor.Create(org.Home.Id, "acme", "Acme", org.Bea.Id, portal.Now);
            await portal.ArrangeAsync(added => added.Add(vendor));
            scene.Vendor = vendor.Id;
            return scene;
        }

        public async Task<CandidateId> CandidateAsync()
        {
            var account = new FoundAccount { Id = "1", Name = "svc-backup", CanDo = "Nothing much." };
            var candidate = Candidate.Find(org.Home.Id, org.Directory.Id, account, null, portal.Now);
            await portal.ArrangeAsync(db => db.Add(candidate));
            return candidate.Id;
        }

        /// <summary>A view that Staff keeps.</summary>
        public async Task<Guid> ViewAsync() => (await portal.Get<SaveView>().RunAsync(As(org.Staff), "/owners", "Gaps", "?standing=Gap", default)).Value;

        public async Task<GrantId> GrantAsync()
        {
            var request = await org.AskAsync(AddMember("u777"));
            await org.ApproveAsync(org.Sam, request);
            await org.ApproveAsync(org.Ian, request);
            await using var db = portal.Db();
            return await db.Grants.Where(g => g.RequestId == request).Select(g => g.Id).SingleAsync();
        }

        public async Task<Result<BreakGlassUseId>> BreakGlassAsync(Actor actor)
        {
            await Features.BreakGlass.BreakGlassScene.AllowAsync(portal);
            return await portal.Get<UseBreakGlass>().RunAsync(actor, Request, new BreakGlassAsk(15, "The directory is down and nobody answers.", "corp-directory"), default);
        }

        public CampaignPlan ReviewPlan => new()
        {
            Name = "Everything", Scope = new(), Stages = [new(ReviewerRule.SystemOwner)], Fallback = org.Nora.Id, Lead = org.Staff.Id, DueDays = 10, Repeats = Recurrence.Quarterly,
        };

        public ReviewVoice ReviewVoice { get; } = new(ReviewAnswer.Revoke) { Reason = "Nobody needs it any more" };

        public async Task<CampaignId> DraftReviewAsync() => (await portal.Get<SaveCampaign>().RunAsync(As(org.Staff, Role.IamStaff), org.Home.Id, null, ReviewPlan, default)).Value;

        public async Task<CampaignId> ReviewAsync()
        {
            var campaign = await DraftReviewAsync();
            var started = await portal.Get<StartCampaign>().RunAsync(As(org.Staff, Role.IamStaff), campaign, default);
            Assert.True(started.Succeeded, started.Refusal?.Sentence);
            return campaign;
        }

        /// <summary>A review with something that Sam is to take away by hand.</summary>
        public async Task<CampaignId> ByHandAsync()
        {
            var campaign = await ReviewAsync();
            await portal.ArrangeAsync(db => db.Add(CarryOut.LeftToHand(db.ReviewItems.Single(i => i.CampaignId == campaign && i.Number == 1), 1, CarryOutKind.Account, "Switch it off", org.Sam.Id, portal.Now)));
            return campaign;
        }

        public async Task<CampaignId> ClosedAsync()
        {
            var campaign = await ReviewAsync();
            await portal.ArrangeAsync(db =>
            {
                var row = db.ReviewCampaigns.Single(c => c.Id == campaign);
                row.EndDecisions(0, null, null, portal.Now);
                row.Judge(ReviewQuality.Of([], 1, 0));
                row.Ordered(portal.Now);
                row.Close(0, portal.Now);
            });
            return campaign;
        }

        public Task<Result<StopId>> StopAsync(Actor actor) => portal.Get<StopThing>().RunAsync(actor, new StopOrder(StopScope.Integration, org.Sync.Id.Value, "looks odd today"), default);

        /// <summary>An administrator of the directory that nothing explains.</summary>
        public async Task<PrivilegeLineId> PrivilegeAsync()
        {
            var line = PrivilegeLine.Find(org.Home.Id, org.Directory.Id, new HeldPrivilege("7", "mallory", "admins", portal.Now));
            line.See(new(new HeldPrivilege("7", "mallory", "admins", portal.Now), PrivilegeClass.Unexplained, "Nobody approved it."), true, portal.Now);
            await portal.ArrangeAsync(db => db.Add(line));
            return line.Id;
        }

        /// <summary>What a stop leaves to be done by hand on Sam's directory.</summary>
        public async Task<StopLineId> StopLineAsync()
        {
            await StopAsync(As(org.Bea));
            await portal.Get<CarryOutStops>().RunAsync(default);
            await using var db = portal.Db();
            return await db.StopLines.Where(l => l.TargetId == org.Directory.Id && l.Kind == StopLineKind.ByHand).Select(l => l.Id).SingleAsync();
        }

        public ReviewGiven Review => new("The directory was down for a while.", "One member was added and taken out.", true, "INC-4711")
        {
            Rotated = "Recovery password", RotatedBy = org.Ian.Id, RotatedOn = DateOnly.FromDateTime(portal.Now.UtcDateTime),
        };

        public ExceptionAsk Exception => new("The vendor delivers in spring", "Watched by the night shift", portal.Now.AddDays(30));

        /// <summary>A secret of hr-sync that had to be renewed long ago.</summary>
        public async Task<FindingId> FindingAsync()
        {
            await portal.ArrangeAsync(db => db.Add(Credential.Create(
                org.Sync, CredentialKind.ClientSecret, "Service secret", "kv/hr-sync", portal.Now.AddDays(-50), portal.Now.AddDays(20), null, null, portal.Now)));
            await portal.Get<EvaluateFindings>().RunAsync(default);
            await using var db = portal.Db();
            return await db.Findings.Where(f => f.Rule == "rotation_overdue").Select(f => f.Id).SingleAsync();
        }

        /// <summary>The same, with an exception that Bea asked for.</summary>
        public async Task<FindingId> AskedFindingAsync()
        {
            var finding = await FindingAsync();
            await portal.Get<AskException>().RunAsync(As(org.Bea), finding, Exception, default);
            return finding;
        }

        public static CredentialDraft Secret => new()
        {
            Integration = "hr-sync", Kind = "ClientSecret", Label = "Service secret", KeptIn = "kv/hr-sync", Issued = "2026-02-01", Expires = "2026-06-30",
        };

        /// <summary>A secret of hr-sync that is due soon.</summary>
        public async Task<CredentialId> CredentialAsync() => (await portal.Get<RegisterCredential>().RunAsync(As(org.Ian), Secret, default)).Value;

        /// <summary>The same, of a database that the portal renews secrets on.</summary>
        public async Task<CredentialId> OnDatabaseAsync()
        {
            await portal.ArrangeAsync(db => db.AddRange(WorkloadIdentity.Create(org.Sync.Id, WorkloadIdentity.OnTarget("hr-database"), "svc-hr", portal.Now), TargetSystem.Create(org.Home.Id, "hr-database", "HR database", IdentityStore.Database, DeploymentEnvironment.Production, Criticality.High, portal.Now)));
            return (await portal.Get<RegisterCredential>().RunAsync(As(org.Ian), Secret with { Target = "hr-database" }, default)).Value;
        }

        /// <summary>Its rotation, so many steps on.</summary>
        public async Task<RotationId> RotationAsync(int steps)
        {
            var rotation = (await portal.Get<StartRotation>().RunAsync(As(org.Ian), await CredentialAsync(), default)).Value;
            for (var step = RotationStep.Staged; (int)step <= steps; step++)
                await portal.Get<ProveStep>().RunAsync(As(org.Ian), rotation, new(step, true, "Seen in the log of the job", null, new("kv/next", Credential.Never)), default);
            return rotation;
        }

        public UnattendedOrder UnattendedOrder => new(true, DateOnly.FromDateTime(portal.Now.UtcDateTime).AddDays(14), LadderPlan.Default(UnattendedKind.OwnerGone));

        /// <summary>An idle secret of hr-sync that is warned of, or that was taken away and is to be deleted by hand.</summary>
        public async Task<RevocationId> RevocationAsync(bool taken = false)
        {
            var secret = Credential.Create(org.Sync, CredentialKind.ClientSecret, "Service secret", "kv/hr-sync", portal.Now, portal.Now.AddDays(300), null, portal.Now, portal.Now);
            var thing = new UnattendedThing(UnattendedKind.IdleCredential, org.Home.Id, "Service secret of HR sync", org.Bea.Id) { Credential = secret.Id, Integration = org.Sync.Id };
            var (row, plan, at) = (Revocation.Find(thing, portal.Now, "It is not used.", false, portal.Now), LadderPlan.Default(UnattendedKind.IdleCredential), portal.Now.AddDays(-60));
            foreach (var (step, days) in taken ? plan.Steps : [])
                row.Take(step, plan, null, "so it was", at = at.AddDays(days));
            if (taken)
            {
                secret.Revoke(at);
                row.Took(TakenKind.Credential, secret.Id.Value, "Service secret", TakenWay.Hand, null, at);
            }

            await portal.ArrangeAsync(db => db.AddRange(secret, row));
            return row.Id;
        }

        public async Task<RevocationBatchId> BatchAsync()
        {
            var batch = RevocationBatch.Stop(org.Home.Id, UnattendedKind.OwnerGone, LadderStep.Announce, 3, 1, 4, portal.Now);
            await portal.Get<SetUnattendedPolicy>().RunAsync(As(org.Nora, Role.IamStaff), UnattendedKind.OwnerGone, UnattendedOrder, "agreed with the owners", default);
            await portal.ArrangeAsync(db => db.Add(batch));
            return batch.Id;
        }

        public static ChannelDraft Hook => new() { Kind = "Webhook", Name = "New hook", Address = "https://hook.example/", Events = ["request.asked"] };

        public async Task<WebhookEndpointId> ChannelAsync()
        {
            var channel = WebhookEndpoint.Create(ChannelKind.Webhook, new("Hook", "https://hook.example/", null, null, null, ["request.asked"]), org.Staff.Id, portal.Now);
            await portal.ArrangeAsync(db => db.Add(channel));
            return channel.Id;
        }

        /// <summary>One of the channel made last that is done with.</summary>
        public async Task<Guid> DeliveryAsync()
        {
            await using var db = portal.Db();
            var delivery = Delivery.Write(await db.WebhookEndpoints.Select(e => e.Id).SingleAsync(), await EventAsync(), "request.asked", portal.Now);
            delivery.Drop(portal.Now);
            await portal.ArrangeAsync(added => added.Add(delivery));
            return delivery.Id;
        }

        public static IReadOnlyList<ApprovalRule> Stricter { get; } = [.. DefaultPolicy.Rules.Select(rule => rule with { LongestGrantMinutes = 30 })];

        /// <summary>A draft that Nora saved.</summary>
        public async Task<Guid> DraftAsync(IReadOnlyList<ApprovalRule> rules) => (await portal.Get<SaveDraft>().RunAsync(As(org.Nora, Role.IamStaff), default, rules, default)).Value;

        /// <summary>One that asks for less, and waits for somebody other than Nora.</summary>
        public async Task<Guid> WaitingDraftAsync()
        {
            var saved = await DraftAsync([.. DefaultPolicy.Rules.Select(rule => rule with { LongestGrantMinutes = 600 })]);
            await portal.Get<PublishPolicy>().RunAsync(As(org.Nora, Role.IamStaff), saved, "the nightly run takes longer", default);
            return (await portal.Get<DraftQuery>().RunAsync(As(org.Nora, Role.IamStaff), default))!.Token;
        }

        public const string NoRules = """{"rules":[]}""", OneDeny = """{"rules":[{"name":"x","answer":"deny","when":{"present":"resource.properties.frozen"}}]}""";

        /// <summary>A draft of access rules that Nora saved.</summary>
        public async Task<Guid> RulesAsync(string pack) => (await portal.Get<SaveAccessRules>().RunAsync(As(org.Nora, Role.IamStaff), org.Home.Id, default, pack, default)).Value;

        /// <summary>One that takes a rule away, and waits for somebody other than Nora.</summary>
        public async Task<Guid> WaitingRulesAsync()
        {
            var nora = As(org.Nora, Role.IamStaff);
            await portal.Get<PublishAccessRules>().RunAsync(nora, org.Home.Id, await RulesAsync(OneDeny), "agreed with the owners", default);
            await portal.Get<PublishAccessRules>().RunAsync(nora, org.Home.Id, await RulesAsync(NoRules), "it is not needed", default);
            return (await portal.Get<AccessRulesQuery>().RunAsync(nora, "home", default))!.Token;
        }

        /// <summary>Evidence of everything so far, under a signed checkpoint.</summary>
        public async Task<EvidenceOrder> EvidenceAsync()
        {
            await portal.Get<SequenceAudit>().RunAsync(default);
            await portal.Get<SignCheckpoint>().RunAsync(true, default);
            return new EvidenceOrder(new EvidenceFilter(portal.Now.AddDays(-30), portal.Now.AddDays(1)), "The annual audit");
        }

        public RoomOrder NewRoom => new(new("SOC 2", "Audit & Sons", "The annual audit", DateOnly.FromDateTime(portal.Now.UtcDateTime).AddDays(-90), DateOnly.FromDateTime(portal.Now.UtcDateTime), DateOnly.FromDateTime(portal.Now.UtcDateTime).AddDays(30)), null);

        /// <summary>A room that staff opened, with a question in it, and Bea let in.</summary>
        public async Task<Guid> RoomAsync()
        {
            var keeper = As(org.Staff, Role.Auditor);
            var room = (await portal.Get<OpenRoom>().RunAsync(keeper, NewRoom, default)).Value.Value;
            await portal.Get<PutIntoRoom>().RunAsync(keeper, room, RoomItemKind.Question, "/questions/policy-weakenings?period=2026", default);
            await portal.Get<AdmitToRoom>().RunAsync(keeper, room, org.Bea.Id, false, default);
            return room;
        }

        public static QuestionAsk Question => new("policy-weakenings", new QuestionFilter(new(2026, 1, 1), new(2026, 12, 31)));

        /// <summary>A sample that staff drew.</summary>
        public async Task<Guid> SampleAsync()
        {
            var of = new SampledQuestion("policy-weakenings", 1, "/questions/policy-weakenings", "all") { From = portal.Now, Until = portal.Now, Population = 1, PopulationSha256 = "" };
            var sample = QuestionSample.Keep(As(org.Staff, Role.Auditor), org.Staff.Id, of, "seed", [], portal.Now);
            await portal.ArrangeAsync(db => db.Add(sample));
            return sample.Id.Value;
        }

        /// <summary>The event of the waiting request.</summary>
        public async Task<Guid> EventAsync()
        {
            await using var db = portal.Db();
            return await db.AuditEvents.Where(e => e.Kind == "request.asked").Select(e => e.EventId).FirstAsync();
        }

        public Actor Actor(Who who) => who switch
        {
            Who.Administrator => As(org.Staff, Role.Administrator),
            Who.IamStaff => As(org.Staff, Role.IamStaff),
            Who.SecurityOperations => As(org.Staff, Role.SecurityOperations),
            Who.Auditor => As(org.Staff, Role.Auditor),
            Who.NoRole => As(org.Staff),
            Who.BusinessOwner => As(org.Bea),
            Who.IamOwner => As(org.Ian),
            Who.SystemOwner => As(org.Sam),
            Who.OtherTenantStaff => As(org.Stranger, Role.IamStaff, Role.SecurityOperations),
            Who.Workload => org.Caller,
            Who.Pipeline => new Actor { Kind = ActorKind.Pipeline, Id = Guid.NewGuid(), Name = "ci", Tenants = new HashSet<TenantId> { org.Home.Id } },
            Who.EnforcementPoint => new Actor { Kind = ActorKind.EnforcementPoint, Id = Guid.NewGuid(), Name = "edge" },
            _ => new Actor { Kind = ActorKind.Anonymous, Id = Guid.Empty, Name = "nobody" },
        };
    }
}
