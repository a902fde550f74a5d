using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Policy.Rules;

/// <summary>Every separation rule of this assembly, in a stable order: a rule is added by adding its file.</summary>
public static class SeparationRules
{
    public static IReadOnlyList<IPolicyRule> All { get; } =
    [
        .. typeof(IPolicyRule).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IPolicyRule)))
            .Select(type => (IPolicyRule)Activator.CreateInstance(type)!)
            .OrderBy(rule => rule.Code, StringComparer.Ordinal),
    ];

    public static IEnumerable<Refusal> Breaches(AccessRequest request, ApproverFacts approver) =>
        All.Select(rule => (rule.Code, Sentence: rule.Breach(request, approver)))
            .Where(found => found.Sentence is not null)
            .Select(found => new Refusal(found.Code, found.Sentence!));

    /// <summary>The short words of a rule, for everybody but the person barred; null where no rule has the code.</summary>
    public static string? InShort(string code) => All.FirstOrDefault(rule => rule.Code == code)?.InShort;

    public static Refusal? FirstBreach(AccessRequest request, ApproverFacts approver) => Breaches(request, approver).FirstOrDefault();
}
