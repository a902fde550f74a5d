using NhiPortal.Domain.People;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.People;

/// <summary>The words and tones that people and syncs are shown with.</summary>
public static class PeopleWords
{
    public static string Words(this PersonStatus status) => status == PersonStatus.Left ? "Has left" : status.ToString();

    public static Tone Tone(this PersonStatus status) => status == PersonStatus.Active ? Shell.Parts.Tone.Ok : Shell.Parts.Tone.Bad;

    public static string Words(this SyncStatus status) => status switch
    {
        SyncStatus.Applied => "Taken over",
        SyncStatus.Failed => "Failed: nothing changed",
        SyncStatus.Held => "Held: nothing changed",
        _ => "Held, then confirmed",
    };

    public static Tone Tone(this SyncStatus status) => status switch
    {
        SyncStatus.Applied => Shell.Parts.Tone.Ok,
        SyncStatus.Failed => Shell.Parts.Tone.Bad,
        SyncStatus.Held => Shell.Parts.Tone.Warn,
        _ => Shell.Parts.Tone.Neutral,
    };

    public static (string Words, Tone Tone) Words(this SyncLineKind kind) => kind switch
    {
        SyncLineKind.Refused => ("Not taken over", Shell.Parts.Tone.Bad),
        SyncLineKind.Noted => ("Look at this", Shell.Parts.Tone.Warn),
        _ => ("Change", Shell.Parts.Tone.Neutral),
    };

    /// <summary>What vouches for a person.</summary>
    public static string SourceWords(string? source) => source switch
    {
        null => "Sign-in",
        "csv" => "CSV file",
        "ldap" => "LDAP directory",
        "graph" => "Entra ID",
        _ => source,
    };

    public static string Counts(int created, int changed, int disabled, int left, int returned)
    {
        var parts = new[] { (created, "new"), (changed, "changed"), (disabled, "disabled"), (left, "left"), (returned, "back") }.Where(part => part.Item1 > 0).Select(part => $"{part.Item1:N0} {part.Item2}").ToList();
        return parts.Count == 0 ? "Nobody changed" : string.Join(", ", parts);
    }

    public static string Counts(PeoplePlan plan) => Counts(
        plan.Count(PersonChangeKind.Created), plan.Count(PersonChangeKind.Changed), plan.Count(PersonChangeKind.Disabled), plan.Count(PersonChangeKind.Left), plan.Count(PersonChangeKind.Returned));

    public static string Counts(SyncView sync) => Counts(sync.Created, sync.Changed, sync.Disabled, sync.HaveLeft, sync.Returned);
}
