using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Credentials;

/// <summary>Which credentials a list or a file is about; the same words on the page, in its address and in the export.</summary>
public sealed record CredentialFilter
{
    public const string State = "state", Type = "kind", Trait = "trait", Integration = "integration", Target = "target";

    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        [State] = "Show", [Type] = "Kind", [Trait] = "Which", [Integration] = "Integration", [Target] = "Target",
    };

    public static readonly IReadOnlyList<(string Value, string Words)> States =
        [("due", "Rotation due"), ("overdue", "Rotation overdue"), ("ends", "Ends in 30 days"), ("expired", "Expired"), ("ended", "Revoked or replaced"), ("all", "All")];

    public static readonly IReadOnlyList<(string Value, string Words)> Traits =
        [("long", "Long lived"), ("shared", "Shared"), ("unscheduled", "Without a schedule"), ("unused", "Not used for 90 days")];

    public string? Show { get; init; }
    public CredentialKind? Kind { get; init; }
    public string? Which { get; init; }
    public string? IntegrationKey { get; init; }
    public string? TargetKey { get; init; }
    public string? Words { get; init; }

    /// <summary>Set by a calendar, never by an address: only what comes due in this time.</summary>
    public DateTimeOffset? DueFrom { get; init; }

    public DateTimeOffset? DueUntil { get; init; }
    public string? Sort { get; init; }
    public bool Descending { get; init; }

    public static CredentialFilter From(ListQuery list) => new()
    {
        Show = States.Any(state => state.Value == list.Filter(State)) ? list.Filter(State) : null,
        Kind = Enum.TryParse<CredentialKind>(list.Filter(Type), true, out var kind) && Enum.IsDefined(kind) ? kind : null,
        Which = Traits.Any(trait => trait.Value == list.Filter(Trait)) ? list.Filter(Trait) : null,
        IntegrationKey = list.Filter(Integration),
        TargetKey = list.Filter(Target),
        Words = list.Q,
        Sort = list.Sort,
        Descending = list.Descending,
    };

    /// <summary>The credentials the actor may see that match.</summary>
    internal IQueryable<Credential> Apply(PortalDb db, Actor actor, DateTimeOffset now)
    {
        // As a value, not as a condition, where another index than theirs must give the order.
        var walks = Sort is "expires" or "used" or "name";
        var found = walks && Permissions.Allows(actor, Permission.SeeTenant) ? InTenants(db.Credentials.AsNoTracking(), actor.Tenants?.ToList()) : db.Credentials.AsNoTracking().To(actor, db);
        var (soon, idle) = (now.AddDays(30), now.AddDays(-90));
        found = Show switch
        {
            "due" => found.Where(c => c.Status == CredentialStatus.Active && c.DueAt > now && c.NoticeAt <= now),
            "overdue" => found.Where(c => c.Status == CredentialStatus.Active && c.DueAt <= now),
            "ends" => found.Where(c => c.Status == CredentialStatus.Active && c.ExpiresAt > now && c.ExpiresAt <= soon),
            "expired" => found.Where(c => c.Status == CredentialStatus.Active && c.ExpiresAt <= now),
            "ended" => found.Where(c => c.Status == CredentialStatus.Revoked || c.Status == CredentialStatus.Superseded),
            "all" => found,
            _ => walks ? found.Where(c => (c.Status == CredentialStatus.Active ? 1 : 0) > 0) : found.Where(c => c.Status == CredentialStatus.Active),
        };
        found = Which switch
        {
            "long" => found.Where(c => c.LongLived),
            "shared" => found.Where(c => c.Shared),
            "unscheduled" => found.Where(c => c.Status == CredentialStatus.Active && c.DueAt == null && c.Kind != CredentialKind.FederatedToken),
            "unused" => found.Where(c => c.LastUsedAt == null || c.LastUsedAt < idle),
            _ => found,
        };
        if (DueUntil is { } until)
            found = found.Where(c => c.DueAt < until && (DueFrom == null || c.DueAt >= DueFrom));
        if (Kind is { } kind)
            found = found.Where(c => c.Kind == kind);
        if (IntegrationKey is { } integration)
            found = found.Where(c => db.Integrations.Where(i => i.Key == integration).Select(i => i.Id).Contains(c.IntegrationId));
        if (TargetKey is { } target)
            found = found.Where(c => c.TargetId != null && db.Targets.Where(t => t.Key == target).Select(t => t.Id).Contains(c.TargetId.Value));
        if (Words is { } words)
            found = found.Where(c => c.Label.StartsWith(words) || db.Integrations.Where(i => i.Name.StartsWith(words) || i.Key.StartsWith(words)).Select(i => i.Id).Contains(c.IntegrationId));
        return found;
    }

    /// <summary>The first to be due at the top, then what nothing makes due, then what has ended, the newest entry first; each stretch is walked in an index.</summary>
    internal IReadOnlyList<IOrderedQueryable<Credential>> Stretches(IQueryable<Credential> found) => (Sort, Descending) switch
    {
        ("expires", false) => [found.OrderBy(c => c.ExpiresAt).ThenBy(c => c.Id)],
        ("expires", true) => [found.OrderByDescending(c => c.ExpiresAt).ThenByDescending(c => c.Id)],
        ("used", false) => [found.OrderBy(c => c.LastUsedAt).ThenBy(c => c.Id)],
        ("used", true) => [found.OrderByDescending(c => c.LastUsedAt).ThenByDescending(c => c.Id)],
        ("name", false) => [found.OrderBy(c => c.Label).ThenBy(c => c.Id)],
        ("name", true) => [found.OrderByDescending(c => c.Label).ThenByDescending(c => c.Id)],
        ("due", true) => [found.Where(c => c.Status == CredentialStatus.Active && c.DueAt != null).OrderByDescending(c => c.DueAt).ThenByDescending(c => c.Id), .. Rest(found)],
        _ => [found.Where(c => c.Status == CredentialStatus.Active && c.DueAt != null).OrderBy(c => c.DueAt).ThenBy(c => c.Id), .. Rest(found)],
    };

    private static IQueryable<Credential> InTenants(IQueryable<Credential> found, IReadOnlyList<TenantId>? tenants) =>
        tenants is null ? found : found.Where(c => (tenants.Contains(c.TenantId) ? 1 : 0) > 0);

    private IEnumerable<IOrderedQueryable<Credential>> Rest(IQueryable<Credential> found)
    {
        if (DueUntil is null && (Show is null or "all" or "ends" or "expired"))
            yield return found.Where(c => c.Status == CredentialStatus.Active && c.DueAt == null).OrderBy(c => c.Id);
        if (Show is "all" or "ended")
        {
            yield return found.Where(c => c.Status == CredentialStatus.Revoked && c.DueAt == null).OrderByDescending(c => c.Id);
            yield return found.Where(c => c.Status == CredentialStatus.Superseded && c.DueAt == null).OrderByDescending(c => c.Id);
        }
    }
}
