using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Features.Policy;

/// <summary>Who wrote, asked for and declined a draft of any sort, by name; and whether this person could be its second.</summary>
public abstract record DraftStory
{
    /// <summary>The token to save or publish with; empty when nothing is kept yet.</summary>
    public Guid Token { get; private set; }

    public DraftState State { get; private set; }
    public DateTimeOffset? SavedAt { get; private set; }
    public DateTimeOffset? AskedAt { get; private set; }
    public DateTimeOffset? DeclinedAt { get; private set; }
    public string? SavedBy { get; private set; }
    public string? AskedBy { get; private set; }
    public string? AskReason { get; private set; }
    public string? DeclinedBy { get; private set; }
    public string? DeclineReason { get; private set; }
    public IReadOnlyList<string> Editors { get; private set; } = [];

    /// <summary>Why this person cannot be the second one; null when they can.</summary>
    public Refusal? WhyNotSecond { get; init; }

    public bool IsKept => Token != Guid.Empty;

    public bool IsWaiting => State == DraftState.WaitingForSecondPerson;

    /// <summary>Everybody whose name the story needs.</summary>
    public static IEnumerable<PersonId?> People(Draft? draft) => draft is null ? [] : [draft.AskedById, draft.DeclinedById, draft.SavedById, .. draft.Editors];

    internal void Tell(Draft draft, IReadOnlyDictionary<PersonId, string> names)
    {
        string? Name(PersonId? id) => id is { } person ? names.GetValueOrDefault(person) : null;
        (Token, State, SavedAt, AskedAt, DeclinedAt) = (draft.Token, draft.State, draft.SavedAt, draft.AskedAt, draft.DeclinedAt);
        (SavedBy, AskedBy, DeclinedBy) = (Name(draft.SavedById), Name(draft.AskedById), Name(draft.DeclinedById));
        (AskReason, DeclineReason) = (draft.AskReason, draft.DeclineReason);
        Editors = [.. draft.Editors.Select(editor => Name(editor)).OfType<string>()];
    }
}

/// <summary>Reads the names a draft's story needs, and tells it.</summary>
internal static class DraftStories
{
    public static T Told<T>(this T view, Draft? draft, IReadOnlyDictionary<PersonId, string> names) where T : DraftStory
    {
        if (draft is not null)
            view.Tell(draft, names);
        return view;
    }

    public static async Task<Dictionary<PersonId, string>> NamesAsync(this PortalDb db, IEnumerable<PersonId?> people, CancellationToken cancellation)
    {
        var wanted = people.OfType<PersonId>().Distinct().ToList();
        return await db.People.Where(p => wanted.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
    }
}
