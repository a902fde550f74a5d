using System.Collections.Frozen;

namespace NhiPortal.Features.Questions;

/// <summary>Every question of this assembly, in a stable order: one is added by adding its file.</summary>
public static class AuditQuestions
{
    public static IReadOnlyList<IAuditQuestion> All { get; } =
    [
        .. typeof(IAuditQuestion).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IAuditQuestion)))
            .Select(type => (IAuditQuestion)Activator.CreateInstance(type)!)
            .OrderBy(question => question.Title, StringComparer.Ordinal),
    ];

    private static readonly FrozenDictionary<string, IAuditQuestion> ByKey = All.ToFrozenDictionary(question => question.Key, StringComparer.Ordinal);

    /// <summary>The question of this name; null where there is none, or none any more.</summary>
    public static IAuditQuestion? Named(string? key) => key is null ? null : ByKey.GetValueOrDefault(key);
}
