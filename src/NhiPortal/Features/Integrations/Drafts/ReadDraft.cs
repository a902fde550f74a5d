using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Features.Integrations.Drafts;

/// <summary>A path of a draft whose target and action are known.</summary>
public sealed record ReadPath(TargetSystem Target, PrivilegedAction Action, string Pattern);

/// <summary>An owner of a draft who is known and fit.</summary>
public sealed record ReadOwner(OwnerRole Role, Person Person, Person? Deputy);

/// <summary>A draft with everything it names found and fit.</summary>
public sealed record ReadDraft(
    Tenant Tenant, string Key, IntegrationDescription Description, Vendor? Vendor, IReadOnlyList<ReadPath> Paths, IReadOnlyList<DraftIdentity> Identities, IReadOnlyList<ReadOwner> Owners);
