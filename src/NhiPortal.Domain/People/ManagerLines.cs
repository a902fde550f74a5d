namespace NhiPortal.Domain.People;

/// <summary>Who leads whom, made safe: nobody leads themselves, no circle, no leader nobody knows.</summary>
public static class ManagerLines
{
    /// <summary>Drops the links that cannot be, and says which.</summary>
    public static void Straighten(Dictionary<string, DirectoryEntry> entries, IReadOnlyCollection<string> known, List<SyncLine> lines)
    {
        var knownIds = known as IReadOnlySet<string> ?? new HashSet<string>(known, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries.Values.Where(entry => entry.Manager is not null).ToList())
            if (!entries.ContainsKey(entry.Manager!) && !knownIds.Contains(entry.Manager!))
            {
                lines.Add(new(SyncLineKind.Noted, $"{entry.Place}: {entry.Name} is led by {entry.Manager}, whom neither the directory nor the portal knows; they have no manager here."));
                entries[entry.ObjectId] = entry with { Manager = null };
            }

        foreach (var circle in Circles(entries))
        {
            lines.Add(new(SyncLineKind.Noted, circle is [var only]
                ? $"{only.Place}: {only.Name} is led by themselves; they have no manager here."
                : $"{string.Join(", ", circle.Take(5).Select(entry => entry.Name))}{(circle.Count > 5 ? " and others" : "")} lead each other in a circle; none of them has a manager here."));
            foreach (var entry in circle)
                entries[entry.ObjectId] = entry with { Manager = null };
        }
    }

    /// <summary>Every entry once, and none before the entry that leads it.</summary>
    public static IEnumerable<DirectoryEntry> LeadersFirst(IReadOnlyDictionary<string, DirectoryEntry> entries)
    {
        var told = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var line = new Stack<DirectoryEntry>();
        foreach (var entry in entries.Values)
        {
            for (var next = entry; next is not null && told.Add(next.ObjectId); next = next.Manager is { } manager ? entries.GetValueOrDefault(manager) : null)
                line.Push(next);
            while (line.TryPop(out var first))
                yield return first;
        }
    }

    private static List<List<DirectoryEntry>> Circles(Dictionary<string, DirectoryEntry> entries)
    {
        var circles = new List<List<DirectoryEntry>>();
        var walkOf = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var walk = 0;
        foreach (var start in entries.Values)
        {
            walk++;
            var next = start;
            while (next is not null && walkOf.TryAdd(next.ObjectId, walk))
                next = next.Manager is { } manager ? entries.GetValueOrDefault(manager) : null;
            // Only a walk that runs into itself has found a circle; running into an older one has not.
            if (next is null || walkOf[next.ObjectId] != walk)
                continue;
            var circle = new List<DirectoryEntry> { next };
            for (var member = entries[next.Manager!]; member != next; member = entries[member.Manager!])
                circle.Add(member);
            circles.Add(circle);
        }

        return circles;
    }
}
