using System.Globalization;

namespace NhiPortal.Domain.Findings;

/// <summary>Every finding rule of this assembly, in a stable order: a rule is added by adding its file.</summary>
public static class FindingRules
{
    public static IReadOnlyList<IFindingRule> All { get; } =
    [
        .. typeof(IFindingRule).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFindingRule)))
            .Select(type => (IFindingRule)Activator.CreateInstance(type)!)
            .OrderBy(rule => rule.Name, StringComparer.Ordinal),
    ];

    private static readonly Dictionary<string, IFindingRule> ByName = All.ToDictionary(rule => rule.Name, StringComparer.Ordinal);

    /// <summary>The rule of this name; null for one that is no longer part of the portal.</summary>
    public static IFindingRule? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>A day as findings write it, the same whatever language the server speaks.</summary>
    internal static string Day(this DateTimeOffset at) => at == Credentials.Credential.Never ? "somebody withdraws it" : at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
