using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Owners;

/// <summary>The words and tones that ownerships are shown with; the states themselves come from the rules.</summary>
public static class OwnerWords
{
    public static string Words(this OwnerView owner, DateTimeOffset now) => owner.State switch
    {
        OwnershipState.Accepted => "Accepted",
        OwnershipState.Due => $"Due in {Days(owner.Due!.Value - now)}",
        OwnershipState.Overdue => $"Overdue {Days(now - owner.Due!.Value)}",
        OwnershipState.Lapsed when owner.Status == PersonStatus.Left => "Lapsed: has left",
        OwnershipState.Lapsed when owner.Status == PersonStatus.Disabled => "Lapsed: disabled",
        var state => state.ToString(),
    };

    public static Tone Tone(this OwnershipState state) => state switch
    {
        OwnershipState.Accepted => Shell.Parts.Tone.Ok,
        OwnershipState.Due => Shell.Parts.Tone.Info,
        OwnershipState.Overdue => Shell.Parts.Tone.Warn,
        OwnershipState.Nominated => Shell.Parts.Tone.Waiting,
        OwnershipState.Lapsed => Shell.Parts.Tone.Bad,
        _ => Shell.Parts.Tone.Neutral,
    };

    /// <summary>What a cell says in a word or two, gap before state.</summary>
    public static (string Words, Tone Tone) State(this CellView cell, DateTimeOffset now) => cell switch
    {
        { Gap: { Kind: not GapKind.Vacant and var kind } } => (kind.Words(), Shell.Parts.Tone.Bad),
        { Holder: { } holder } => (holder.Words(now), holder.State.Tone()),
        { Required: false } => ("Nobody named", Shell.Parts.Tone.Neutral),
        _ => (GapKind.Vacant.Words(), Shell.Parts.Tone.Bad),
    };

    public static string Words(this GapKind kind) => kind switch
    {
        GapKind.Vacant => "Gap: vacant",
        GapKind.OwnerInactive => "Gap: owner gone",
        GapKind.ExternalContact => "Gap: vendor’s contact",
        GapKind.Stale => "Lapsed: not confirmed",
        GapKind.SamePersonInAllRoles => "Gap: one person, all roles",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Words(this Standing standing) => standing switch
    {
        Standing.Gap => "Gap",
        _ => standing.ToString(),
    };

    public static Tone Tone(this Standing standing) => standing switch
    {
        Standing.Gap => Shell.Parts.Tone.Bad,
        Standing.Overdue => Shell.Parts.Tone.Warn,
        Standing.Due => Shell.Parts.Tone.Info,
        _ => Shell.Parts.Tone.Ok,
    };

    /// <summary>How an ended ownership came to its end.</summary>
    public static string Words(this OwnershipEnd? end) => end switch
    {
        OwnershipEnd.Declined => "declined",
        OwnershipEnd.HandedOver => "handed over",
        _ => "ended",
    };

    /// <summary>Whole days, so that "due in 6 d" and "overdue 3 d" fit a cell; hours on the last day.</summary>
    private static string Days(TimeSpan span) => span.TotalDays >= 1 ? $"{(int)span.TotalDays} d" : $"{Math.Max(1, (int)span.TotalHours)} h";
}
