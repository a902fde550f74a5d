namespace NhiPortal.Domain.People;

/// <summary>
/// Compares what a directory tells with whom the portal knows. Entries that contradict each other are refused, and whom
/// they may mean stays as known: a doubtful line never ends anybody's ownership.
/// </summary>
public static class PeopleComparison
{
    private const int LongestObjectId = 100;

    public static PeoplePlan Of(IReadOnlyList<DirectoryEntry> found, IReadOnlyCollection<KnownPerson> known, string source)
    {
        var lines = new List<SyncLine>();
        var doubtful = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var entries = Accepted(found, doubtful, lines);
        var byId = known.DistinctBy(person => person.ObjectId, StringComparer.OrdinalIgnoreCase).ToDictionary(person => person.ObjectId, StringComparer.OrdinalIgnoreCase);
        NoteSharedMail(entries.Values, lines);
        ManagerLines.Straighten(entries, byId.Keys, lines);

        var changes = new List<PersonChange>();
        foreach (var entry in ManagerLines.LeadersFirst(entries))
            if (Change(entry, byId.GetValueOrDefault(entry.ObjectId), source) is { } change)
                changes.Add(change);
        changes.AddRange(known
            .Where(person => person.Source == source && person.Status != PersonStatus.Left && !entries.ContainsKey(person.ObjectId) && !doubtful.Contains(person.ObjectId))
            .Select(person => new PersonChange(PersonChangeKind.Left, null, person)));

        var here = known.Count(person => person.Active && (person.Source == source || entries.ContainsKey(person.ObjectId)));
        var going = changes.Count(change => change.Kind is PersonChangeKind.Disabled or PersonChangeKind.Left && change.Known!.Active);
        return new(changes, lines, found.Count, here, going);
    }

    private static Dictionary<string, DirectoryEntry> Accepted(IReadOnlyList<DirectoryEntry> found, HashSet<string> doubtful, List<SyncLine> lines)
    {
        var accepted = new Dictionary<string, DirectoryEntry>(found.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var read in found)
        {
            var id = Text.Required(read.ObjectId, "The object id", LongestObjectId);
            var fault = read.Fault ?? id.Refusal?.Sentence;
            if (fault is null && !accepted.ContainsKey(id.Value) && !doubtful.Contains(id.Value))
            {
                accepted.Add(id.Value, Kept(read, id.Value));
                continue;
            }

            lines.Add(new(SyncLineKind.Refused, $"{Text.Kept(read.Place, Text.Name)}: {fault ?? $"object id {id.Value} appears more than once; nothing was changed for it."}"));
            if (!id.Succeeded)
                continue;
            // Of two entries with one id nobody can say which is true, so neither counts.
            accepted.Remove(id.Value);
            doubtful.Add(id.Value);
        }

        return accepted;
    }

    private static DirectoryEntry Kept(DirectoryEntry read, string id)
    {
        var mail = Text.Kept(read.Mail, Text.Mail);
        return read with
        {
            ObjectId = id,
            Name = Text.Kept(read.Name, Text.Name) is { Length: > 0 } name ? name : mail.Length > 0 ? Text.Kept(mail, Text.Name) : id,
            Mail = mail,
            Manager = Text.Kept(read.Manager, LongestObjectId) is { Length: > 0 } manager ? manager : null,
        };
    }

    private static void NoteSharedMail(IEnumerable<DirectoryEntry> entries, List<SyncLine> lines)
    {
        foreach (var shared in entries.Where(entry => entry.Enabled && entry.Mail.Length > 0).GroupBy(entry => entry.Mail, StringComparer.OrdinalIgnoreCase).Where(same => same.Skip(1).Any()))
            lines.Add(new(SyncLineKind.Noted, $"The mail address {shared.Key} belongs to {string.Join(" and ", shared.Take(5).Select(entry => $"{entry.Name} ({entry.ObjectId})"))}; what is sent there reaches whoever reads it."));
    }

    private static PersonChange? Change(DirectoryEntry entry, KnownPerson? known, string source)
    {
        if (known is null)
            return new(PersonChangeKind.Created, entry, null);
        if (!entry.Enabled && known.Status != PersonStatus.Disabled)
            return new(PersonChangeKind.Disabled, entry, known);
        if (entry.Enabled && !known.Active)
            return new(PersonChangeKind.Returned, entry, known);
        return (known.Name, known.Mail, known.External, known.Source) == (entry.Name, entry.Mail, entry.External, source)
            && string.Equals(known.Manager, entry.Manager, StringComparison.OrdinalIgnoreCase)
            ? null
            : new(PersonChangeKind.Changed, entry, known);
    }
}
