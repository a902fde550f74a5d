using System.Text.Json;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Access.Http;
using NhiPortal.Features.Integrations.Drafts;

namespace NhiPortal.Features.Integrations.Api;

/// <summary>Reads a registration as a pipeline sends it; a member the portal does not know is named, not ignored.</summary>
internal static class RegistrationBody
{
    private static readonly string[] Known = ["tenant", "key", "name", "purpose", "kind", "environment", "vendor", "end_of_life", "owners", "paths", "identities"];
    private static readonly (string Name, OwnerRole Role)[] Roles =
        [("business_owner", OwnerRole.BusinessOwner), ("iam_owner", OwnerRole.IamOwner), ("security_operations", OwnerRole.SecurityOperations)];

    public static (IntegrationDraft? Draft, string? Fault) Read(JsonElement root)
    {
        var shape = new Shape();
        if (root.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            shape.Refuse($"\"{(unknown.Length > 60 ? unknown[..60] : unknown)}\" is not known here. Known are {string.Join(", ", Known)}.");
        List<DraftOwner> owners = [];
        var asked = shape.OptionalObject(root, "owners"u8) ?? default;
        foreach (var (name, role) in Roles)
            if (shape.OptionalText(asked, System.Text.Encoding.UTF8.GetBytes(name)) is { } person)
                owners.Add(new(role, person));
        List<DraftPath> paths = [];
        foreach (var path in Items(root, "paths", ref shape))
            paths.Add(new(shape.Text(path, "target"u8), shape.Text(path, "action"u8), shape.Text(path, "pattern"u8)));
        List<DraftIdentity> identities = [];
        foreach (var identity in Items(root, "identities", ref shape))
            identities.Add(new(shape.Text(identity, "issuer"u8), shape.Text(identity, "subject"u8)));
        var draft = new IntegrationDraft
        {
            Tenant = shape.OptionalText(root, "tenant"u8),
            Key = shape.OptionalText(root, "key"u8),
            Name = shape.OptionalText(root, "name"u8),
            Purpose = shape.OptionalText(root, "purpose"u8),
            Kind = shape.OptionalText(root, "kind"u8),
            Environment = shape.OptionalText(root, "environment"u8),
            Vendor = shape.OptionalText(root, "vendor"u8),
            EndOfLife = shape.OptionalText(root, "end_of_life"u8),
            Owners = owners,
            Paths = paths,
            Identities = identities,
        };
        return shape.Fault is { } fault ? (null, fault) : (draft, null);
    }

    private static List<JsonElement> Items(JsonElement root, string name, ref Shape shape)
    {
        if (!root.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
            return [];
        if (list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object))
            return [.. list.EnumerateArray()];
        shape.Refuse($"\"{name}\" must be a list of objects.");
        return [];
    }
}
