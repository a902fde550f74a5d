using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Findings;

/// <summary>Which findings a list or a file is about; the same words on the page, in its address and in the export.</summary>
public sealed record FindingFilter
{
    public const string State = "state", Level = "severity", RuleName = "rule", Age = "age", Assignee = "assignee", Integration = "integration", Target = "target";

    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        [State] = "Status", [Level] = "Severity", [RuleName] = "Rule", [Age] = "Open for", [Assignee] = "To be fixed by", [Integration] = "Integration", [Target] = "Target",
    };

    public static readonly IReadOnlyList<(string Value, string Words)> States =
        [("overdue", "Overdue"), ("asked", "Exception asked"), ("excepted", "Excepted"), ("closed", "Closed"), ("all", "All")];

    public static readonly IReadOnlyList<(string Value, string Words)> Ages = [("7", "Over 7 days"), ("30", "Over 30 days"), ("90", "Over 90 days")];

    public string? Show { get; init; }
    public Severity? Severity { get; init; }
    public string? Rule { get; init; }
    public int? OlderThanDays { get; init; }
    public bool Nobody { get; init; }
    public PersonId? Person { get; init; }
    public string? IntegrationKey { get; init; }
    public string? TargetKey { get; init; }
    public string? Words { get; init; }
    public string? Sort { get; init; }
    public bool Descending { get; init; }

    /// <summary>Reads the filters from an address; what is not understood narrows nothing.</summary>
    public static FindingFilter From(ListQuery list, PersonId? me) => new()
    {
        Show = States.Any(state => state.Value == list.Filter(State)) ? list.Filter(State) : null,
        Severity = Enum.TryParse<Severity>(list.Filter(Level), true, out var level) && Enum.IsDefined(level) ? level : null,
        Rule = FindingRules.Named(list.Filter(RuleName) ?? "")?.Name,
        OlderThanDays = int.TryParse(list.Filter(Age), out var days) && days is > 0 and <= 3660 ? days : null,
        Nobody = list.Filter(Assignee) == "nobody",
        Person = list.Filter(Assignee) == "me" ? me ?? default(PersonId) : Guid.TryParse(list.Filter(Assignee), out var id) ? new PersonId(id) : null,
        IntegrationKey = list.Filter(Integration),
        TargetKey = list.Filter(Target),
        Words = list.Q,
        Sort = list.Sort,
        Descending = list.Descending,
    };

    /// <summary>The findings the actor may see that match.</summary>
    internal IQueryable<Finding> Apply(PortalDb db, Actor actor, DateTimeOffset now)
    {
        var found = ApplyButSeverity(db, actor, now);
        return Severity is { } severity ? found.Where(f => f.Severity == severity) : found;
    }

    internal IQueryable<Finding> ApplyButSeverity(PortalDb db, Actor actor, DateTimeOffset now)
    {
        var found = db.Findings.AsNoTracking().To(actor, db);
        found = Show switch
        {
            "overdue" => found.Where(f => f.Status == FindingStatus.Open && f.DueAt <= now),
            "asked" => found.Where(f => f.Status == FindingStatus.Open && f.ExceptionAskedAt != null),
            "excepted" => found.Where(f => f.Status == FindingStatus.Excepted),
            "closed" => found.Where(f => f.Status == FindingStatus.Closed),
            "all" => found,
            _ => found.Where(f => f.Status == FindingStatus.Open),
        };
        if (Rule is { } rule)
            found = found.Where(f => f.Rule == rule);
        if (OlderThanDays is { } days && now.AddDays(-days) is var before)
            found = found.Where(f => f.OpenedAt < before);
        if (Nobody)
            found = found.Where(f => f.AssigneeId == null && f.FixerId == null);
        if (Person is { } person)
            found = found.Where(f => f.AssigneeId == person || (f.AssigneeId == null && f.FixerId == person));
        if (IntegrationKey is { } integration)
            found = found.Where(f => db.Integrations.Any(i => i.Id == f.IntegrationId && i.Key == integration));
        if (TargetKey is { } target)
            found = found.Where(f => db.Targets.Any(t => t.Id == f.TargetId && t.Key == target));
        if (Words is { } words && Like.Holding(words) is var like)
            found = found.Where(f => EF.Functions.Like(f.Sentence, like, Like.Escape));
        return found;
    }

    /// <summary>The gravest first, among equals the first to be due.</summary>
    internal IOrderedQueryable<Finding> Order(IQueryable<Finding> findings) => (Sort, Descending) switch
    {
        ("due", false) => findings.OrderBy(f => f.DueAt).ThenBy(f => f.Id),
        ("due", true) => findings.OrderByDescending(f => f.DueAt).ThenByDescending(f => f.Id),
        ("opened", false) => findings.OrderBy(f => f.OpenedAt).ThenBy(f => f.Id),
        ("opened", true) => findings.OrderByDescending(f => f.OpenedAt).ThenByDescending(f => f.Id),
        ("rule", false) => findings.OrderBy(f => f.Rule).ThenBy(f => f.DueAt).ThenBy(f => f.Id),
        ("rule", true) => findings.OrderByDescending(f => f.Rule).ThenBy(f => f.DueAt).ThenBy(f => f.Id),
        ("severity", false) => findings.OrderBy(f => f.Severity).ThenByDescending(f => f.DueAt).ThenByDescending(f => f.Id),
        _ => findings.OrderByDescending(f => f.Severity).ThenBy(f => f.DueAt).ThenBy(f => f.Id),
    };
}
