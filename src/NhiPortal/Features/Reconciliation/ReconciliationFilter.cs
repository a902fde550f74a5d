using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reconciliation;

/// <summary>Which lines a list is about; the same words on the page and in its address.</summary>
public sealed record ReconciliationFilter
{
    public const string Class = "class", Target = "target";

    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string> { [Class] = "Show", [Target] = "Target" };

    public static readonly IReadOnlyList<(string Value, string Words)> Classes =
        [.. Enum.GetValues<PrivilegeClass>().Reverse().Select(one => (one.ToString(), one.Words())), ("waiting", "Waits for a second person"), ("gone", "Gone"), ("all", "All that is there")];

    public string? Show { get; init; }
    public string? TargetKey { get; init; }
    public string? Words { get; init; }

    public static ReconciliationFilter From(ListQuery list) => new()
    {
        Show = Classes.Any(one => one.Value == list.Filter(Class)) ? list.Filter(Class) : null,
        TargetKey = list.Filter(Target),
        Words = list.Q,
    };

    /// <summary>Those that nobody can explain, unless something else is asked for.</summary>
    internal IQueryable<PrivilegeLine> Apply(PortalDb db, Actor actor, DateTimeOffset now)
    {
        var found = db.PrivilegeLines.AsNoTracking().InTenants(actor.Tenants?.ToList());
        if (!Permissions.Allows(actor, Permission.SeeDiscovery))
            return found.Where(l => false);
        found = Show == "gone" ? found.Where(l => l.GoneAt != null) : found.Where(l => l.GoneAt == null);
        if (Enum.TryParse<PrivilegeClass>(Show, out var one))
            found = found.Where(l => l.Class == one);
        else if (Show == "waiting")
            found = found.Where(l => l.ExplainedById != null && l.AgreedById == null && l.Until > now);
        else if (Show is null)
            found = found.Where(l => l.Class != PrivilegeClass.Explained);
        if (TargetKey is { } target)
            found = found.Where(l => db.Targets.Any(t => t.Id == l.TargetId && t.Key == target));
        if (Words is { } words && Like.Holding(words) is var like)
            found = found.Where(l => EF.Functions.Like(l.Account, like, Like.Escape) || EF.Functions.Like(l.Holder, like, Like.Escape));
        return found;
    }
}
