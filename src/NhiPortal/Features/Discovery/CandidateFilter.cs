using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Discovery;

/// <summary>Which candidates a list or a file is about; the same words on the page, in its address and in the export.</summary>
public sealed record CandidateFilter
{
    public const string State = "state", Target = "target", Rights = "rights";

    /// <summary>Filter names and the words the page shows for them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string> { [State] = "Show", [Target] = "Target", [Rights] = "Rights" };

    /// <summary>What the state filter offers beside the open ones, and the words for it.</summary>
    public static readonly IReadOnlyList<(string Value, string Words)> States = [("adopted", "In the register"), ("dismissed", "Dismissed"), ("gone", "Gone"), ("all", "All")];

    public static readonly IReadOnlyList<(string Value, string Words)> RightsChoices = [("administrator", "Administrators"), ("other", "No administrators")];

    public string? Show { get; init; }
    public string? TargetKey { get; init; }
    public bool? Administrator { get; init; }
    public string? Words { get; init; }
    public string? Sort { get; init; }
    public bool Descending { get; init; }

    public static CandidateFilter From(ListQuery list) => new()
    {
        Show = States.Any(state => state.Value == list.Filter(State)) ? list.Filter(State) : null,
        TargetKey = list.Filter(Target),
        Administrator = list.Filter(Rights) switch { "administrator" => true, "other" => false, _ => null },
        Words = list.Q,
        Sort = list.Sort,
        Descending = list.Descending,
    };

    /// <summary>The candidates the actor may see that match; nothing for whoever may see none.</summary>
    internal IQueryable<Candidate> Apply(PortalDb db, Actor actor, DateTimeOffset now)
    {
        var found = db.Candidates.AsNoTracking().To(actor);
        if (!Permissions.Allows(actor, Permission.SeeDiscovery))
            return found.Where(c => false);
        found = Show switch
        {
            "all" => found,
            "adopted" => found.Where(c => c.Status == CandidateStatus.Adopted),
            "gone" => found.Where(c => c.Status == CandidateStatus.Gone),
            "dismissed" => found.Where(c => c.Status == CandidateStatus.Dismissed && c.DismissedUntil > now),
            _ => found.Where(c => c.Status == CandidateStatus.Open || (c.Status == CandidateStatus.Dismissed && c.DismissedUntil <= now)),
        };
        if (TargetKey is { } target)
            found = found.Where(c => db.Targets.Any(t => t.Id == c.TargetId && t.Key == target));
        if (Administrator is { } administrator)
            found = found.Where(c => c.Administrator == administrator);
        if (Words is { } words && Like.Holding(words) is var like)
            found = found.Where(c => EF.Functions.Like(c.AccountName, like, Like.Escape) || (c.DisplayName != null && EF.Functions.Like(c.DisplayName, like, Like.Escape)));
        return found;
    }

    /// <summary>Administrators first, the newest found at the top.</summary>
    internal IOrderedQueryable<Candidate> Order(IQueryable<Candidate> candidates) => (Sort, Descending) switch
    {
        ("account", false) => candidates.OrderBy(c => c.AccountName).ThenBy(c => c.Id),
        ("account", true) => candidates.OrderByDescending(c => c.AccountName).ThenByDescending(c => c.Id),
        ("found", false) => candidates.OrderBy(c => c.FirstSeenAt).ThenBy(c => c.Id),
        ("found", true) => candidates.OrderByDescending(c => c.FirstSeenAt).ThenByDescending(c => c.Id),
        _ => candidates.OrderByDescending(c => c.Administrator).ThenByDescending(c => c.FirstSeenAt).ThenBy(c => c.AccountName).ThenBy(c => c.Id),
    };
}
