using System.Collections.Frozen;
using NhiPortal.Domain;

namespace NhiPortal.SignIn;

/// <summary>Everything a role can be needed for. Owners need no role: what they may do follows from what they own.</summary>
public enum Permission
{
    /// <summary>See every integration, target, request and grant of one's tenants, not only what one owns.</summary>
    SeeTenant,

    /// <summary>Nominate, hand over and end owners.</summary>
    AssignOwners,

    /// <summary>Suspend any integration of one's tenants; its own owners may suspend it without a role.</summary>
    SuspendIntegrations,

    /// <summary>Bring a suspended integration back.</summary>
    ResumeIntegrations,

    /// <summary>Stop an integration, a vendor, a target or a tenant of one's tenants; whoever owns the thing may without a role.</summary>
    StopThings,

    /// <summary>Lift a stop, or agree to it as the second person; no owner may without a role.</summary>
    LiftStops,

    /// <summary>Revoke any grant or standing pre-approval of one's tenants; owners on its way, and whoever gave it, may without a role.</summary>
    RevokeGrants,

    /// <summary>Ask for an action on an integration's behalf; its business owner may without a role.</summary>
    AskOnBehalf,

    /// <summary>Cancel any waiting request; whoever asked may cancel their own.</summary>
    CancelRequests,

    /// <summary>See what accounts were found on targets and what became of them.</summary>
    SeeDiscovery,

    /// <summary>Read a target's accounts now; adopt or dismiss what was found.</summary>
    Discover,

    /// <summary>Register integrations and vendors, change what they are and may reach, retire them.</summary>
    RegisterIntegrations,

    /// <summary>Read the audit log, one event and its proof, and verify it.</summary>
    ReadAudit,

    /// <summary>Ask to take archived events out of the database.</summary>
    ArchiveLog,

    /// <summary>Agree to that as the second person, or decline.</summary>
    AgreeRemoval,

    /// <summary>Place legal holds on the log, and end those of others.</summary>
    HoldLog,

    /// <summary>Open rooms for audits from outside, let people in and put evidence there; members read what lies there without a role.</summary>
    RunRooms,

    /// <summary>See how controls stand and the evidence behind them, have it measured now, take it as a file.</summary>
    SeeControls,

    /// <summary>Assign any finding of one's tenants and ask for exceptions; owners may for what they own.</summary>
    ManageFindings,

    /// <summary>Agree to an exception somebody else asked for.</summary>
    AgreeExceptions,

    /// <summary>Review what somebody else did by break-glass; an independent system owner of the target may without a role.</summary>
    ReviewBreakGlass,

    /// <summary>Rehearse break-glass on any target of one's tenants; whoever may break the glass there may without a role.</summary>
    DrillBreakGlass,

    /// <summary>Name a target's duty chief.</summary>
    NameDutyChiefs,

    /// <summary>Enter, change and retire credentials of one's tenants and rotate them; owners may for what they own, backup owners may rotate.</summary>
    ManageCredentials,

    /// <summary>Write the rotation rules and freezes, which hold for every tenant.</summary>
    ManageRotation,

    /// <summary>Read the approval policy, its versions and its draft.</summary>
    SeePolicies,

    /// <summary>Write the approval policy's draft, publish it, and be the second person for somebody else's.</summary>
    ManagePolicies,

    /// <summary>Pause what takes unattended access away, and answer for what its brake stopped.</summary>
    StopRevocations,

    /// <summary>Be the second person for a weaker policy about unattended access.</summary>
    AgreeUnattended,

    /// <summary>Prepare, start and run access reviews of one's tenants; whoever is asked in one answers without a role.</summary>
    RunReviews,

    /// <summary>Settings, trusted issuers, jobs dashboard.</summary>
    Administer,
}

/// <summary>The one list of what each role may do; pages, use cases and routes all ask it, and the server decides.</summary>
public static class Permissions
{
    private static readonly FrozenDictionary<Permission, Role[]> Holders = new Dictionary<Permission, Role[]>
    {
        [Permission.SeeTenant] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations, Role.Auditor],
        [Permission.AssignOwners] = [Role.Administrator, Role.IamStaff],
        [Permission.SuspendIntegrations] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations],
        [Permission.ResumeIntegrations] = [Role.Administrator, Role.IamStaff],
        [Permission.StopThings] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations],
        [Permission.LiftStops] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations],
        [Permission.RevokeGrants] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations],
        [Permission.AskOnBehalf] = [Role.IamStaff],
        [Permission.CancelRequests] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations],
        [Permission.SeeDiscovery] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations, Role.Auditor],
        [Permission.Discover] = [Role.Administrator, Role.IamStaff],
        [Permission.RegisterIntegrations] = [Role.Administrator, Role.IamStaff],
        [Permission.ReadAudit] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations, Role.Auditor],
        [Permission.ArchiveLog] = [Role.Administrator],
        [Permission.AgreeRemoval] = [Role.Administrator, Role.SecurityOperations, Role.Auditor],
        [Permission.HoldLog] = [Role.Administrator, Role.Auditor],
        [Permission.RunRooms] = [Role.Administrator, Role.IamStaff, Role.Auditor],
        [Permission.SeeControls] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations, Role.Auditor],
        [Permission.ManageFindings] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations],
        [Permission.AgreeExceptions] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations],
        [Permission.ReviewBreakGlass] = [Role.IamStaff, Role.SecurityOperations],
        [Permission.DrillBreakGlass] = [Role.IamStaff, Role.SecurityOperations],
        [Permission.NameDutyChiefs] = [Role.Administrator, Role.IamStaff],
        [Permission.ManageCredentials] = [Role.Administrator, Role.IamStaff],
        [Permission.ManageRotation] = [Role.Administrator, Role.IamStaff],
        [Permission.SeePolicies] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations, Role.Auditor],
        [Permission.ManagePolicies] = [Role.Administrator, Role.IamStaff],
        [Permission.StopRevocations] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations],
        [Permission.AgreeUnattended] = [Role.Administrator, Role.IamStaff, Role.SecurityOperations],
        [Permission.RunReviews] = [Role.Administrator, Role.IamStaff],
        [Permission.Administer] = [Role.Administrator],
    }.ToFrozenDictionary();

    /// <summary>The refusal when no role of the actor's gives the permission; null when one does.</summary>
    public static Refusal? Check(Actor actor, Permission permission) => Allows(actor, permission)
        ? null
        : new Refusal("not_allowed", $"This needs the role {string.Join(" or ", Holders[permission].Select(Title))}.");

    public static bool Allows(Actor actor, Permission permission) =>
        actor.Kind == ActorKind.Person && actor.HasAny(Holders[permission]);

    public static IReadOnlyList<Role> RolesFor(Permission permission) => Holders[permission];

    public static string Title(this Role role) => role switch
    {
        Role.IamStaff => "IAM staff",
        Role.SecurityOperations => "Security operations",
        _ => role.ToString(),
    };
}
