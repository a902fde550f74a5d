using MudBlazor;
using NhiPortal.Domain;

namespace NhiPortal.SignIn;

/// <summary>An invented person to sign in as in Development: one per kind of user, and what each will see.</summary>
public sealed record Persona(string Key, string Name, string Title, string Sees, string Icon, params Role[] Roles)
{
    public string ObjectId => $"persona-{Key}";

    public string Mail => $"{Key}@persona.invalid";

    public static readonly IReadOnlyList<Persona> All =
    [
        new("system-owner", "Sofia Lindqvist", "System owner",
            "Answers for a target. Approves or denies what integrations want to do to it.", Icons.Material.Outlined.Dns),
        new("second-owner", "Mateo Alvarez", "System owner of another target",
            "The same work on another system, with an inbox of its own.", Icons.Material.Outlined.Storage),
        new("business-owner", "Noor Haddad", "Business owner",
            "Answers for why an integration exists. Attests it, asks on its behalf, may suspend it.", Icons.Material.Outlined.Work),
        new("iam-owner", "Jonas Weber", "IAM owner",
            "Answers for how an integration gets its privilege. Second approval on the risky actions.", Icons.Material.Outlined.Key),
        new("iam-staff", "Priya Raman", "IAM staff",
            "Every integration and target of the tenant. Names owners, closes gaps, revokes grants.", Icons.Material.Outlined.ManageAccounts, Role.IamStaff),
        new("security-operations", "Daniel Osei", "Security operations",
            "Every grant and action of the tenant. Suspends an integration, revokes, reads the audit log.", Icons.Material.Outlined.Shield, Role.SecurityOperations),
        new("auditor", "Ingrid Solberg", "Auditor",
            "Reads everything, changes nothing. Audit log, proofs and accountability records.", Icons.Material.Outlined.FactCheck, Role.Auditor),
        new("administrator", "Elena Petrova", "Administrator",
            "All tenants and the settings: trusted issuers, jobs, health.", Icons.Material.Outlined.Settings, Role.Administrator),
        new("guest-auditor", "Lena Hartmann", "External auditor",
            "A guest without a role. Reads what lies in the engagement room she was let into, and nothing else.", Icons.Material.Outlined.MeetingRoom),
        new("no-role", "Tom Becker", "Colleague without a role",
            "Owns nothing, holds no role. Sees an empty Home and no one else's business.", Icons.Material.Outlined.PersonOutline),
    ];

    public static Persona? Find(string? key) => All.FirstOrDefault(persona => persona.Key == key);
}
