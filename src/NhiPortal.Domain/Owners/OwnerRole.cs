using NhiPortal.Domain.Integrations;

namespace NhiPortal.Domain.Owners;

/// <summary>The named control points: three belong to an integration, the system owner to a target.</summary>
public enum OwnerRole
{
    BusinessOwner,
    IamOwner,
    SystemOwner,
    SecurityOperations,
}

/// <summary>The worst thing true of an integration's owners, in the order lists show them: gaps first.</summary>
public enum Standing
{
    Gap,
    Overdue,
    Due,
    Accountable,
}

/// <summary>Names of roles for machines and people, and how long an attestation holds.</summary>
public static class OwnerRoles
{
    /// <summary>What the record names in place of a role where somebody broke the glass.</summary>
    public const string BreakGlassToken = "break_glass";

    /// <summary>The token used in reasons, files and addresses, e.g. <c>system_owner</c>.</summary>
    public static string Token(this OwnerRole role) => role switch
    {
        OwnerRole.BusinessOwner => "business_owner",
        OwnerRole.IamOwner => "iam_owner",
        OwnerRole.SystemOwner => "system_owner",
        OwnerRole.SecurityOperations => "security_operations",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    public static string Title(this OwnerRole role) => role switch
    {
        OwnerRole.BusinessOwner => "Business owner",
        OwnerRole.IamOwner => "IAM owner",
        OwnerRole.SystemOwner => "System owner",
        OwnerRole.SecurityOperations => "Security operations",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>The title inside a sentence: "system owner", "IAM owner".</summary>
    public static string InSentence(this OwnerRole role) => role == OwnerRole.IamOwner ? role.Title() : role.Title().ToLowerInvariant();

    /// <summary>Days until an owner must confirm again; a system owner answers for a target, whatever calls it.</summary>
    public static int AttestationDays(OwnerRole role, IntegrationKind? kind) => (role, kind) switch
    {
        (OwnerRole.SystemOwner, _) => 90,
        (_, IntegrationKind.VendorOperated or IntegrationKind.LegacyAutomation) => 30,
        (_, IntegrationKind.InternalAgent) => 60,
        _ => 90,
    };
}
