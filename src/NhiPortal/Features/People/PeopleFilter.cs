using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.People;

/// <summary>Which people a list or a file is about; the same words on the page, in its address and in the export.</summary>
public sealed record PeopleFilter
{
    public const string Status = "status", Tenant = "tenant", Owning = "owning";

    /// <summary>Filter names and the words the page shows for them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        [Status] = "Status", [Tenant] = "Tenant", [Owning] = "Ownerships",
    };

    /// <summary>What the status filter offers, and the words for it.</summary>
    public static readonly IReadOnlyList<(string Value, string Words)> Statuses = [("active", "Active"), ("disabled", "Disabled"), ("left", "Has left")];

    public static readonly IReadOnlyList<(string Value, string Words)> Holdings = [("some", "Owns something"), ("deputy", "Is somebody’s deputy")];

    public PersonStatus? InStatus { get; init; }
    public string? TenantKey { get; init; }
    public string? Holds { get; init; }
    public string? Words { get; init; }
    public bool Descending { get; init; }

    public static PeopleFilter From(ListQuery list) => new()
    {
        InStatus = list.Filter(Status) switch
        {
            "active" => PersonStatus.Active,
            "disabled" => PersonStatus.Disabled,
            "left" => PersonStatus.Left,
            _ => null,
        },
        TenantKey = list.Filter(Tenant),
        Holds = list.Filter(Owning),
        Words = list.Q,
        Descending = list.Sort == "name" && list.Descending,
    };

    /// <summary>The people the actor may see that match.</summary>
    internal IQueryable<Person> Apply(PortalDb db, Actor actor)
    {
        var found = db.People.AsNoTracking().IgnoreAutoIncludes().To(actor);
        if (InStatus is { } status)
            found = found.Where(p => p.Status == status);
        if (TenantKey is { } tenant)
            found = found.Where(p => db.Tenants.Any(t => t.Id == p.TenantId && t.Key == tenant));
        if (Words is { } words && Like.Starting(words) is var start)
            found = found.Where(p => EF.Functions.Like(p.Name, start, Like.Escape) || EF.Functions.Like(p.Mail, start, Like.Escape));
        return Holds switch
        {
            "some" => found.Where(p => db.Ownerships.Any(o => o.PersonId == p.Id && o.ClosedAt == null)),
            "deputy" => found.Where(p => db.Ownerships.Any(o => o.DeputyId == p.Id && o.ClosedAt == null)),
            _ => found,
        };
    }

    internal IOrderedQueryable<Person> Order(IQueryable<Person> people) =>
        Descending ? people.OrderByDescending(p => p.Name).ThenByDescending(p => p.Id) : people.OrderBy(p => p.Name).ThenBy(p => p.Id);
}
