using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.Findings;

/// <summary>Pictures in which all is well, and each rule's own way of making one of them wrong.</summary>
internal static class Scenes
{
    public static readonly DateTimeOffset Now = World.Now;

    public static readonly OwnerPicture Bea = Owner(0, "Bea"), Ian = Owner(1, "Ian"), Sam = Owner(2, "Sam");

    public static IntegrationPicture Fine { get; } = new(new IntegrationId(new Guid(1, 0, 0, new byte[8])))
    {
        Tenant = default,
        Key = "hr-sync",
        Name = "HR sync",
        Kind = IntegrationKind.ScriptedAutomation,
        Status = IntegrationStatus.Active,
        RegisteredAt = Now.AddDays(-200),
        LastActive = Now.AddDays(-2),
        LiveIdentities = 1,
        ControlPoints = [new(OwnerRole.BusinessOwner, "hr-sync") { Holder = Bea }, new(OwnerRole.IamOwner, "hr-sync") { Holder = Ian }],
        Ways = [new(World.Directory, "corp-directory", Criticality.High, DeploymentEnvironment.Production) { Owner = Sam, Paths = [Path("readers")] }],
        Credentials = [Secret(20, 60)],
    };

    public static TargetPicture FineTarget { get; } = new(World.Directory)
    {
        Tenant = default,
        Key = "corp-directory",
        Name = "Directory",
        ControlPoints = [new(OwnerRole.SystemOwner, "corp-directory") { Holder = Sam }],
    };

    /// <summary>For each rule: a picture it must fire on, and one close by on which it must not.</summary>
    public static readonly IReadOnlyDictionary<string, (Picture Wrong, Picture Right)> All = new Dictionary<string, (Picture, Picture)>
    {
        ["break_glass_not_reviewed"] = (Owing(24), Owing(23)),
        ["revocation_not_confirmed"] = (Unconfirmed(true), Unconfirmed(false)),
        ["execution_not_confirmed"] = (Unconfirmed(false), Unconfirmed(true)),
        ["ownership_gap_vacant"] = (With(OwnerRole.IamOwner, null), Fine),
        ["ownership_gap_owner_gone"] = (With(OwnerRole.BusinessOwner, Bea with { Active = false, InactiveSince = Now.AddDays(-3) }), With(OwnerRole.BusinessOwner, Bea with { InactiveSince = Now.AddDays(-3) })),
        ["ownership_gap_vendor_contact"] = (With(OwnerRole.IamOwner, Ian with { External = true }), Fine),
        ["ownership_gap_stale"] = (With(OwnerRole.IamOwner, Ian with { AttestationDue = Now.AddDays(-14), HoldsUntil = Now }), With(OwnerRole.IamOwner, Ian with { HoldsUntil = Now.AddTicks(1) })),
        ["ownership_gap_one_person"] = (Fine with { ControlPoints = [Point(OwnerRole.BusinessOwner, Sam), Point(OwnerRole.IamOwner, Sam)] }, Fine with { ControlPoints = [Point(OwnerRole.BusinessOwner, Sam), Point(OwnerRole.IamOwner, Ian)] }),
        ["attestation_overdue"] = (With(OwnerRole.IamOwner, Ian with { AttestationDue = Now }), With(OwnerRole.IamOwner, Ian with { AttestationDue = Now.AddTicks(1) })),
        ["owner_never_answers"] = (Asked(false, false, false), Asked(false, false, true)),
        ["owner_unreachable"] = (With(OwnerRole.IamOwner, Ian with { Mail = " " }), Fine),
        ["separation_breach"] = (Fine with { ControlPoints = [Point(OwnerRole.BusinessOwner, Bea), Point(OwnerRole.IamOwner, Bea)] }, Fine),
        ["long_lived_credential"] = (Holding(Secret(20, 60) with { LongLived = true }), Holding(Secret(20, 0) with { LongLived = true })),
        ["rotation_overdue"] = (Holding(Secret(90, 60)), Holding(Secret(90, 60) with { LastRotatedAt = Now.AddDays(-1) })),
        ["rotation_not_confirmed"] = (Holding(Secret(20, 60) with { RotationTrouble = "The server cannot be reached.", RotationStuckSince = Now.AddHours(-1) }), Holding(Secret(20, 60) with { RotationTrouble = "The server cannot be reached." })),
        ["shared_credential"] = (Holding(Secret(20, 60) with { SharedWith = ["other-sync"] }), Holding(Secret(20, 60) with { Kind = CredentialKind.FederatedToken, SharedWith = ["other-sync"] })),
        ["credential_used_after_end"] = (Holding(Secret(20, -1) with { LastUsedAt = Now.AddHours(-1) }), Holding(Secret(20, -1) with { LastUsedAt = Now.AddDays(-2) })),
        ["credential_without_schedule"] = (Holding(Secret(20, 60) with { Planned = true }), Holding(Secret(20, 60) with { Planned = true, DueAt = Now.AddDays(9) })),
        ["unused_privilege"] = (Using(Path("readers") with { LastUsedAt = Now.AddDays(-90) }), Using(Path("readers") with { LastUsedAt = Now.AddDays(-89) })),
        ["path_wider_than_use"] = (Using(Path("*", "a", "b")), Using(Path("*", "a", "b", "c", "d"))),
        ["integration_silent"] = (Fine with { LastActive = Now.AddDays(-90) }, Fine with { LastActive = null, RegisteredAt = Now.AddDays(-89) }),
        ["legacy_without_retirement"] = (Fine with { Kind = IntegrationKind.LegacyAutomation }, Fine with { Kind = IntegrationKind.LegacyAutomation, EndOfLife = Now.AddDays(9) }),
        ["end_of_life_passed"] = (Fine with { EndOfLife = Now }, Fine with { EndOfLife = Now, Status = IntegrationStatus.Retired, ControlPoints = [], Credentials = [], LiveIdentities = 0 }),
        ["vendor_standing_credential"] = (Fine with { Kind = IntegrationKind.VendorOperated }, Fine with { Kind = IntegrationKind.VendorOperated, Credentials = [Secret(20, 60) with { Kind = CredentialKind.FederatedToken }] }),
        ["vendor_without_contract_owner"] = (Fine with { Vendor = new(default, "Copperline", false) }, Fine with { Vendor = new(default, "Copperline", true) }),
        ["no_eligible_approver"] = (Fine with { Stuck = [new(OwnerRole.SystemOwner, World.Directory, "corp-directory", Now.AddDays(-1))] }, Fine),
        ["unexplained_administrator"] = (Shown(PrivilegeClass.Unexplained), Shown(PrivilegeClass.DoneOtherwise)),
        ["action_without_grant"] = (Shown(PrivilegeClass.NeverApproved), Shown(PrivilegeClass.Unexplained)),
        ["connector_blind"] = (Read(true), Read(false)),
        ["stop_not_confirmed"] = (Stopped(0), Stopped(1)),
        ["log_not_intact"] = (Log(Now.AddHours(-1), intact: false), Log(Now.AddHours(-1))),
        ["log_not_verified"] = (Log(Now.AddHours(-36)), Log(Now.AddHours(-35))),
        ["checkpoint_not_anchored"] = (Unanchored(Now.AddHours(-1)), Unanchored(Now.AddMinutes(-59))),
        ["retired_but_alive"] = (Fine with { Status = IntegrationStatus.Retired, Credentials = [], ControlPoints = [] }, Fine with { Status = IntegrationStatus.Retired, LiveIdentities = 0, Credentials = [Secret(20, 0)], ControlPoints = [] }),
    };

    public static CredentialPicture Secret(int issuedDaysAgo, int endsInDays) =>
        new(new CredentialId(new Guid(9, 0, 0, new byte[8])), CredentialKind.ClientSecret, "Service secret", Now.AddDays(-issuedDaysAgo), Now.AddDays(endsInDays));

    private static OwnerPicture Owner(int person, string name) => new(World.People[person], name, $"{name}@home.example", true, false)
    {
        AcceptedAt = Now.AddDays(-40),
        AttestationDue = Now.AddDays(40),
        HoldsUntil = Now.AddDays(54),
    };

    private static ControlPoint Point(OwnerRole role, OwnerPicture? holder) => new(role, "hr-sync") { Holder = holder };

    private static IntegrationPicture With(OwnerRole role, OwnerPicture? holder) =>
        Fine with { ControlPoints = [.. Fine.ControlPoints.Select(point => point.Role == role ? point with { Holder = holder } : point)] };

    private static TargetPicture Asked(params bool[] answered) => FineTarget with
    {
        ControlPoints = [FineTarget.ControlPoints[0] with { Asks = [.. answered.Select((yes, index) => new AskOutcome(Now.AddDays(-index - 1), yes))] }],
    };

    private static TargetPicture Owing(int hours) => FineTarget with { Debts = [new(new BreakGlassUseId(new Guid(7, 0, 0, new byte[8])), "Sam", "hr-sync", Now.AddHours(-hours), Now.AddHours(24 - hours))] };

    private static TargetPicture Shown(PrivilegeClass found) => FineTarget with
    {
        Privileges = [new(new PrivilegeLineId(new Guid(6, 0, 0, new byte[8])), "mallory", "admins", found, "No grant of it is live here.", Now.AddDays(-1))],
    };

    private static LogPicture Log(DateTimeOffset verified, bool intact = true) => new()
    {
        Tenant = default,
        Key = "nhiportal",
        Name = "Audit log",
        ControlPoints = [],
        Verified = new(verified, intact, intact ? null : "event 3", intact ? null : "The body of row 3 does not match its hash."),
    };

    private static LogPicture Unanchored(DateTimeOffset since) => Log(Now) with { Unanchored = [new("file", since, "The file cannot be written.")] };

    private static TargetPicture Read(bool blind) => FineTarget with { Reading = new(Now.AddDays(-2), "The server cannot be reached.", blind) };

    private static TargetPicture Stopped(int minutesLeft) => FineTarget with
    {
        OpenLines = [new(new StopLineId(new Guid(5, 0, 0, new byte[8])), "hr-sync", "svc-hr is switched off", null, false, Now.AddMinutes(-15), Now.AddMinutes(minutesLeft))],
    };

    private static IntegrationPicture Unconfirmed(bool reverting) => Fine with
    {
        Unconfirmed = [new(new ExecutionId(new Guid(8, 0, 0, new byte[8])), World.Directory, "corp-directory", "adm-1", reverting, "The server cannot be reached.", Now.AddHours(-1))],
    };

    private static IntegrationPicture Holding(CredentialPicture credential) => Fine with { Credentials = [credential] };

    private static IntegrationPicture Using(PathPicture path) => Fine with { Ways = [Fine.Ways[0] with { Paths = [path] }] };

    private static PathPicture Path(string pattern, params string[] used) =>
        new("group.add_member", ActionClass.ChangesAdmin, pattern, Now.AddDays(-180)) { LastUsedAt = Now.AddDays(-3), UsedOn = used };
}
