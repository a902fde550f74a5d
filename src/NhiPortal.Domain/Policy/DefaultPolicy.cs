using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Policy;

/// <summary>The policy a new portal starts with: one rule per kind, the table in docs/architecture.md as data.</summary>
public static class DefaultPolicy
{
    private static readonly ActionClass[] AdminAccounts = [ActionClass.CreatesAdmin, ActionClass.ChangesAdmin];

    public static IReadOnlyList<ApprovalRule> Rules { get; } =
    [
        Rule("Vendor-operated", IntegrationKind.VendorOperated, [], 60, OwnerRole.SystemOwner, OwnerRole.IamOwner),
        Rule("Internal agent", IntegrationKind.InternalAgent, [], 4 * 60, OwnerRole.SystemOwner, OwnerRole.IamOwner),
        Rule("Scripted, administrator accounts", IntegrationKind.ScriptedAutomation, AdminAccounts, 8 * 60, OwnerRole.SystemOwner, OwnerRole.IamOwner),
        Rule("Scripted, everything else", IntegrationKind.ScriptedAutomation, [], 8 * 60, OwnerRole.SystemOwner),
        Rule("Legacy, administrator accounts", IntegrationKind.LegacyAutomation, AdminAccounts, 8 * 60, OwnerRole.SystemOwner, OwnerRole.IamOwner),
        Rule("Legacy, everything else", IntegrationKind.LegacyAutomation, [], 8 * 60, OwnerRole.SystemOwner),
    ];

    private static ApprovalRule Rule(string name, IntegrationKind kind, ActionClass[] classes, int longestMinutes, params OwnerRole[] roles) => new()
    {
        Name = name,
        Kinds = [kind],
        Classes = classes,
        Stages = [.. roles.Select(role => new PolicyStage(1, role, 1))],
        LongestGrantMinutes = longestMinutes,
        RequestLifetimeMinutes = 24 * 60,
    };
}
