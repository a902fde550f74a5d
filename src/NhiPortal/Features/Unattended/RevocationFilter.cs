using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Unattended;

/// <summary>Which revocations a list is about; the same words on the page and in its address.</summary>
public sealed record RevocationFilter
{
    public const string State = "state", Kind = "kind", Owner = "owner", Within = "within", Batch = "batch";

    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        [State] = "Show", [Kind] = "Because", [Owner] = "Waits for", [Within] = "Next step", [Batch] = "Stopped batch",
    };

    public static readonly IReadOnlyList<(string Value, string Words)> States =
        [("announced", "Announced"), ("taken", "Taken, not confirmed"), ("gone", "Gone, confirmed"), ("kept", "Kept or given back"), ("past", "All that are over")];

    public static readonly IReadOnlyList<(string Value, string Words)> Kinds = [.. Enum.GetValues<UnattendedKind>().Select(kind => (kind.ToString(), kind.Words()))];

    public static readonly IReadOnlyList<(string Value, string Words)> Times = [("1", "Within a day"), ("7", "Within 7 days"), ("30", "Within 30 days")];

    public string? Show { get; init; }
    public UnattendedKind? Of { get; init; }
    public Guid? OwnerId { get; init; }
    public int? Days { get; init; }
    public Guid? BatchId { get; init; }
    public string? Words { get; init; }

    public static RevocationFilter From(ListQuery list) => new()
    {
        Show = States.Any(state => state.Value == list.Filter(State)) ? list.Filter(State) : null,
        Of = Enum.TryParse<UnattendedKind>(list.Filter(Kind), out var kind) && Enum.IsDefined(kind) ? kind : null,
        OwnerId = Guid.TryParse(list.Filter(Owner), out var owner) ? owner : null,
        Days = int.TryParse(list.Filter(Within), out var days) && days is > 0 and <= 366 ? days : null,
        BatchId = Guid.TryParse(list.Filter(Batch), out var batch) ? batch : null,
        Words = list.Q,
    };

    /// <summary>The revocations the actor may see that match; upcoming ones unless something else is asked for.</summary>
    internal IOrderedQueryable<Revocation> Apply(PortalDb db, Actor actor, DateTimeOffset now)
    {
        var found = db.Revocations.AsNoTracking().To(actor, db);
        found = Show switch
        {
            "announced" => found.Where(r => r.EndedAt == null && (r.State == RevocationState.Announced || r.State == RevocationState.Due)),
            "taken" => found.Where(r => r.EndedAt == null && (r.State == RevocationState.Running || r.State == RevocationState.Failed)),
            "gone" => found.Where(r => r.State == RevocationState.Confirmed),
            "kept" => found.Where(r => r.State == RevocationState.Cancelled || r.State == RevocationState.Undone),
            "past" => found.Where(r => r.EndedAt != null),
            _ => found.Where(r => r.EndedAt == null),
        };
        if (Of is { } kind)
            found = found.Where(r => r.Kind == kind);
        if (OwnerId is { } id && new PersonId(id) is var owner)
            found = found.Where(r => r.OwnerId == owner);
        if (Days is { } days && now.AddDays(days) is var until)
            found = found.Where(r => r.NextAt != null && r.NextAt <= until);
        if (BatchId is { } stopped && new RevocationBatchId(stopped) is var batch)
            found = found.Where(r => r.BatchId == batch);
        if (Words is { } words)
            found = found.Where(r => r.Label.Contains(words));
        return Show is "gone" or "kept" or "past"
            ? found.OrderByDescending(r => r.EndedAt).ThenBy(r => r.Id)
            // What is taken already and what is announced comes before what is only watched.
            : found.OrderBy(r => r.RevokeOn == null).ThenBy(r => r.SuspendOn ?? r.RevokeOn).ThenBy(r => r.NextAt).ThenBy(r => r.Id);
    }
}
