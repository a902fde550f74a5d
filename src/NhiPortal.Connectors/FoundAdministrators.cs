namespace NhiPortal.Connectors;

/// <summary>Who is a member of which group of administrators, by whatever the target names members with.</summary>
internal sealed class FoundAdministrators
{
    private readonly Dictionary<string, SortedSet<string>> groups = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string member, string group)
    {
        if (!groups.TryGetValue(member, out var held))
            groups.Add(member, held = new(StringComparer.Ordinal));
        held.Add(group);
    }

    public IEnumerable<string> Of(string name, string account) => groups.GetValueOrDefault(name, []).Union(groups.GetValueOrDefault(account, []));
}
