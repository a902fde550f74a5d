using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;
using static NhiPortal.Domain.Targets.ActionClass;
using static NhiPortal.Domain.Targets.RiskLevel;

namespace NhiPortal.Data.Seed;

/// <summary>What every portal starts with, whatever else it is filled with: the named actions and the first policy.</summary>
public static class Catalogue
{
    public static IReadOnlyList<PrivilegedAction> Actions =>
    [
        PrivilegedAction.Create("account.create", "create an account", OtherPrivileged, Medium, "account"),
        PrivilegedAction.Create("account.create_admin", "create an administrator account", CreatesAdmin, Critical, "account"),
        PrivilegedAction.Create("account.delete", "delete an account", ChangesAdmin, High, "account"),
        PrivilegedAction.Create("account.disable", "disable an account", ChangesAdmin, Medium, "account"),
        PrivilegedAction.Create("account.enable", "enable an account again", ChangesAdmin, High, "account"),
        PrivilegedAction.Create("account.unlock", "unlock an account", OtherPrivileged, Low, "account"),
        PrivilegedAction.Create("group.add_member", "add a member to a group", ChangesAdmin, High, "group", "member"),
        PrivilegedAction.Create("group.remove_member", "remove a member from a group", ChangesAdmin, Medium, "group", "member"),
        PrivilegedAction.Create("role.grant", "grant a role", ChangesAdmin, High, "role", "principal"),
        PrivilegedAction.Create("role.revoke", "take a role away", ChangesAdmin, Medium, "role", "principal"),
        PrivilegedAction.Create("credential.issue", "issue a credential", CreatesAdmin, High, "account"),
        PrivilegedAction.Create("credential.reset", "reset an account's credential", ChangesAdmin, High, "account"),
        PrivilegedAction.Create("secret.read", "read a secret", ReadsSecret, High, "secret"),
        PrivilegedAction.Create("secret.rotate", "rotate a secret", OtherPrivileged, Medium, "secret"),
        PrivilegedAction.Create("session.elevate", "open an administrator session", OtherPrivileged, Critical, "host"),
        PrivilegedAction.Create("data.export", "export a data set", OtherPrivileged, High, "dataset"),
        PrivilegedAction.Create("policy.change", "change an access policy", ChangesAdmin, Critical, "policy"),
        PrivilegedAction.Create("quota.change", "change a quota", OtherPrivileged, Low, "quota"),
    ];

    /// <summary>Adds the actions and policy version 1 with its event; saves nothing.</summary>
    public static void AddTo(PortalDb db, DateTimeOffset now)
    {
        db.Actions.AddRange(Actions);
        db.Policies.Add(FirstPolicy(now));
        db.AuditEvents.Add(AuditEvent.Of(Work.Body(FirstPolicyNote, Actor.Rule("first start"), now)));
    }

    internal static PolicyVersion FirstPolicy(DateTimeOffset now) => PolicyVersion.Publish(1, ApprovalPolicy.Create(DefaultPolicy.Rules).Value, null, now);

    internal static AuditNote FirstPolicyNote { get; } = new("policy.published", "The approval policy the portal starts with was published as version 1.")
    {
        After = new Dictionary<string, string?> { ["version"] = "1", ["rules"] = string.Join(", ", DefaultPolicy.Rules.Select(rule => rule.Name)) },
    };
}
