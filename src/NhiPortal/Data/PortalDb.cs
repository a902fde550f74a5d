using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data.Mapping;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Channels;
using NhiPortal.Domain.Controls;
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
using NhiPortal.Domain.Questions;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Rooms;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;
using NhiPortal.Domain.Trust;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Data;

/// <summary>The database, the same on both providers. One context per operation, never one per circuit.</summary>
public abstract class PortalDb(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<Tenant> Tenants => Set<Tenant>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();
    public DbSet<PeopleSync> PeopleSyncs => Set<PeopleSync>();
    public DbSet<Vendor> Vendors => Set<Vendor>();
    public DbSet<TargetSystem> Targets => Set<TargetSystem>();
    public DbSet<PrivilegedAction> Actions => Set<PrivilegedAction>();
    public DbSet<Integration> Integrations => Set<Integration>();
    public DbSet<WorkloadIdentity> Workloads => Set<WorkloadIdentity>();
    public DbSet<PrivilegePath> Paths => Set<PrivilegePath>();
    public DbSet<Ownership> Ownerships => Set<Ownership>();
    public DbSet<Delegation> Delegations => Set<Delegation>();
    public DbSet<OpenGap> Gaps => Set<OpenGap>();
    public DbSet<Credential> Credentials => Set<Credential>();
    public DbSet<Rotation> Rotations => Set<Rotation>();
    public DbSet<RotationPlan> RotationPlans => Set<RotationPlan>();
    public DbSet<RotationProposal> RotationProposals => Set<RotationProposal>();
    public DbSet<Candidate> Candidates => Set<Candidate>();
    public DbSet<TargetReading> Readings => Set<TargetReading>();
    public DbSet<PrivilegeLine> PrivilegeLines => Set<PrivilegeLine>();
    public DbSet<ReconciliationRun> ReconciliationRuns => Set<ReconciliationRun>();
    public DbSet<PolicyVersion> Policies => Set<PolicyVersion>();
    public DbSet<PolicyDraft> PolicyDrafts => Set<PolicyDraft>();
    public DbSet<AccessRuleVersion> AccessRuleVersions => Set<AccessRuleVersion>();
    public DbSet<AccessRuleDraft> AccessRuleDrafts => Set<AccessRuleDraft>();
    public DbSet<AccessRequest> Requests => Set<AccessRequest>();
    public DbSet<PreApproval> PreApprovals => Set<PreApproval>();
    public DbSet<RequestWatch> RequestWatches => Set<RequestWatch>();
    public DbSet<Grant> Grants => Set<Grant>();
    public DbSet<ReturnCursor> ReturnCursors => Set<ReturnCursor>();
    public DbSet<Execution> Executions => Set<Execution>();
    public DbSet<Removal> Removals => Set<Removal>();
    public DbSet<Stop> Stops => Set<Stop>();
    public DbSet<StopLine> StopLines => Set<StopLine>();
    public DbSet<BreakGlassUse> BreakGlassUses => Set<BreakGlassUse>();
    public DbSet<BreakGlassDrill> BreakGlassDrills => Set<BreakGlassDrill>();
    public DbSet<Finding> Findings => Set<Finding>();
    public DbSet<FindingCursor> FindingCursors => Set<FindingCursor>();
    public DbSet<ControlMeasure> ControlMeasures => Set<ControlMeasure>();
    public DbSet<ControlFailing> ControlFailings => Set<ControlFailing>();
    public DbSet<ControlFailingList> ControlFailingLists => Set<ControlFailingList>();
    public DbSet<ControlRun> ControlRuns => Set<ControlRun>();
    public DbSet<ReminderChoices> ReminderChoices => Set<ReminderChoices>();
    public DbSet<UnattendedPolicy> UnattendedPolicies => Set<UnattendedPolicy>();
    public DbSet<Revocation> Revocations => Set<Revocation>();
    public DbSet<RevocationBatch> RevocationBatches => Set<RevocationBatch>();
    public DbSet<RevocationPause> RevocationPauses => Set<RevocationPause>();
    public DbSet<ReviewCampaign> ReviewCampaigns => Set<ReviewCampaign>();
    public DbSet<ReviewItem> ReviewItems => Set<ReviewItem>();
    public DbSet<ReviewDecision> ReviewDecisions => Set<ReviewDecision>();
    public DbSet<CarryOut> CarryOuts => Set<CarryOut>();
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<Letter> Letters => Set<Letter>();
    public DbSet<SeenRole> SeenRoles => Set<SeenRole>();
    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<MailServerState> MailServers => Set<MailServerState>();
    public DbSet<TrustedIssuer> Issuers => Set<TrustedIssuer>();
    public DbSet<EnforcementPoint> EnforcementPoints => Set<EnforcementPoint>();
    public DbSet<RegistrationClient> RegistrationClients => Set<RegistrationClient>();
    public DbSet<ImportRun> Imports => Set<ImportRun>();
    public DbSet<ImportRow> ImportRows => Set<ImportRow>();
    public DbSet<EvidencePackage> EvidencePackages => Set<EvidencePackage>();
    public DbSet<EvidencePart> EvidenceParts => Set<EvidencePart>();
    public DbSet<EngagementRoom> EngagementRooms => Set<EngagementRoom>();
    public DbSet<RoomRead> RoomReads => Set<RoomRead>();
    public DbSet<QuestionSample> QuestionSamples => Set<QuestionSample>();
    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();
    public DbSet<JournalEntry> Journal => Set<JournalEntry>();
    public DbSet<LogState> LogStates => Set<LogState>();
    public DbSet<LogNode> LogNodes => Set<LogNode>();
    public DbSet<LogTile> LogTiles => Set<LogTile>();
    public DbSet<LogArchive> LogArchives => Set<LogArchive>();
    public DbSet<LegalHold> LegalHolds => Set<LegalHold>();
    public DbSet<LogCheckpoint> Checkpoints => Set<LogCheckpoint>();
    public DbSet<LogAnchor> LogAnchors => Set<LogAnchor>();
    public DbSet<AnchorStanding> AnchorStandings => Set<AnchorStanding>();
    public DbSet<Change> Changes => Set<Change>();
    public DbSet<ChangeClock> ChangeClocks => Set<ChangeClock>();
    public DbSet<SeenToken> SeenTokens => Set<SeenToken>();
    public DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>The SQL that makes this database refuse to delete from a table, where it does not yet.</summary>
    /// <param name="table">Which.</param>
    /// <param name="once">The column that says from when on a row stays; null for all rows.</param>
    /// <param name="words">What whoever tries is told.</param>
    internal abstract string Guard(string table, string? once, string words);

    /// <summary>The SQL that makes this database refuse to change the audit log, and to let events go but as <see cref="Data.LogGuards"/> says.</summary>
    internal abstract IReadOnlyList<string> LogGuards { get; }

    /// <summary>Where the writers of this instance wait for each other; none for a context made past the portal's factory.</summary>
    internal WriterLine? Line { get; set; }

    /// <summary>Held while a statement runs that is a transaction by itself.</summary>
    internal WriterTurn? Turn { get; set; }

    /// <summary>Saves in line, unless the transaction it belongs to stands there already.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        using var turn = Line is null || Database.CurrentTransaction is not null ? null : await Line.TakeAsync(false, cancellationToken);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // UTC ticks order and compare on SQLite and keep 100 ns on both providers.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<Standing>().HaveConversion<int>();
        configurationBuilder.Properties<Severity>().HaveConversion<int>();
        foreach (var id in typeof(TenantId).Assembly.GetTypes().Where(type => type.IsValueType && type.IsAssignableTo(typeof(IId<>).MakeGenericTypeOrNull(type))))
            configurationBuilder.Properties(id).HaveConversion(typeof(IdConversion<>).MakeGenericType(id));
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PortalDb).Assembly);
        DbTicks.Apply(modelBuilder);
    }
}

/// <summary>The embedded default: nothing to install.</summary>
public sealed class SqlitePortalDb(DbContextOptions<SqlitePortalDb> options) : PortalDb(options)
{
    internal override IReadOnlyList<string> LogGuards => Data.LogGuards.Sqlite;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        SqliteCollation.Apply(modelBuilder);
    }

    internal override string Guard(string table, string? once, string words) =>
        $"""CREATE TRIGGER IF NOT EXISTS "Kept_{table}" BEFORE DELETE ON "{table}" {(once is null ? "" : $"WHEN OLD.\"{once}\" IS NOT NULL ")}BEGIN SELECT RAISE(ABORT, '{words}'); END""";
}

/// <summary>Production.</summary>
public sealed class SqlServerPortalDb(DbContextOptions<SqlServerPortalDb> options) : PortalDb(options)
{
    internal override IReadOnlyList<string> LogGuards => Data.LogGuards.SqlServer;

    // A trigger's definition stands first in its batch, and one that is there already is not made again.
    internal override string Guard(string table, string? once, string words) =>
        $"IF OBJECT_ID(N'[Kept_{table}]', N'TR') IS NULL EXEC(N'CREATE TRIGGER [Kept_{table}] ON [{table}] AFTER DELETE AS BEGIN SET NOCOUNT ON; IF EXISTS (SELECT 1 FROM deleted{(once is null ? "" : $" WHERE [{once}] IS NOT NULL")}) THROW 51000, ''{words}'', 1; END')";
}
