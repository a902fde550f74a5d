using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Owners;

namespace NhiPortal.Features.Integrations;

/// <summary>One path while it is being written.</summary>
public sealed class PathRow
{
    public string Target { get; set; } = "";
    public string Action { get; set; } = "";
    public string Pattern { get; set; } = "*";
    public bool Blank => Target.Length == 0 && Action.Length == 0;
}

/// <summary>One identity while it is being written.</summary>
public sealed class IdentityRow
{
    public string Issuer { get; set; } = "";
    public string Subject { get; set; } = "";
    public bool Blank => Issuer.Length == 0 && Subject.Length == 0;
}

/// <summary>One owner role while somebody is being found for it.</summary>
public sealed class OwnerRow(OwnerRole role)
{
    public OwnerRole Role => role;
    public PersonChoice? Person { get; set; }
    public PersonChoice? Deputy { get; set; }
}

/// <summary>The form's own state: texts as they are typed, turned into a draft for judging and registering alike.</summary>
public sealed class DraftForm
{
    public string Tenant { get; set; } = "";
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public string Purpose { get; set; } = "";
    public string Kind { get; set; } = nameof(IntegrationKind.InternalAgent);
    public string Environment { get; set; } = nameof(DeploymentEnvironment.Production);
    public string Vendor { get; set; } = "";
    public string EndOfLife { get; set; } = "";
    public List<PathRow> Paths { get; } = [new()];
    public List<IdentityRow> Identities { get; } = [new()];
    public IReadOnlyList<OwnerRow> Owners { get; } = [new(OwnerRole.BusinessOwner), new(OwnerRole.IamOwner), new(OwnerRole.SecurityOperations)];

    public static DraftForm Of(IntegrationDraft draft) => new()
    {
        Key = draft.Key ?? "",
        Name = draft.Name ?? "",
        Purpose = draft.Purpose ?? "",
        Kind = draft.Kind ?? "",
        Environment = draft.Environment ?? "",
        Vendor = draft.Vendor ?? "",
        EndOfLife = draft.EndOfLife ?? "",
    };

    public IntegrationDraft ToDraft() => new()
    {
        Tenant = Tenant,
        Key = Key,
        Name = Name,
        Purpose = Purpose,
        Kind = Kind,
        Environment = Environment,
        Vendor = Vendor,
        EndOfLife = EndOfLife,
        Paths = [.. Paths.Where(path => !path.Blank).Select(path => new DraftPath(path.Target, path.Action, path.Pattern))],
        Identities = [.. Identities.Where(identity => !identity.Blank).Select(identity => new DraftIdentity(identity.Issuer.Trim(), identity.Subject.Trim()))],
        Owners = [.. Owners.Where(owner => owner.Person is not null).Select(owner => new DraftOwner(owner.Role, owner.Person!.Mail, owner.Deputy?.Mail))],
    };
}
