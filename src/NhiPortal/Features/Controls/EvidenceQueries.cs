using System.Collections.Frozen;

namespace NhiPortal.Features.Controls;

/// <summary>Every evidence query of this assembly, in a stable order: one is added by adding its file.</summary>
public static class EvidenceQueries
{
    public static IReadOnlyList<IEvidenceQuery> All { get; } =
    [
        .. typeof(IEvidenceQuery).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IEvidenceQuery)))
            .Select(type => (IEvidenceQuery)Activator.CreateInstance(type)!)
            .OrderBy(query => query.Name, StringComparer.Ordinal),
    ];

    private static readonly FrozenDictionary<string, IEvidenceQuery> ByName = All.ToFrozenDictionary(query => query.Name, StringComparer.Ordinal);

    public static IReadOnlySet<string> Names { get; } = ByName.Keys.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The query of this name; null for one that is no longer part of the portal.</summary>
    public static IEvidenceQuery? Named(string name) => ByName.GetValueOrDefault(name);
}
