using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Policy;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.AccessRules;

/// <summary>Access rules, conditions and what differs between two sets of them, in sentences.</summary>
public static class AccessRuleWords
{
    public static string Of(AccessRule rule) => $"{rule.Answer.Words()} {When(rule.When)}.";

    public static string Words(this RuleAnswer answer) => answer switch
    {
        RuleAnswer.Allow => "Allow",
        RuleAnswer.NeedsApproval => "Ask people",
        _ => "Deny",
    };

    /// <summary>What no rule speaks about goes to people, as the approval policy says.</summary>
    public static string Words(RuleAnswer? answer) => answer?.Words() ?? "No rule";

    public static Tone Tone(RuleAnswer? answer) => answer switch
    {
        RuleAnswer.Allow => Shell.Parts.Tone.Ok,
        RuleAnswer.NeedsApproval => Shell.Parts.Tone.Waiting,
        RuleAnswer.Deny => Shell.Parts.Tone.Bad,
        _ => Shell.Parts.Tone.Neutral,
    };

    public static string Words(this Comparison how) => how switch
    {
        Comparison.Equals => "is",
        Comparison.In => "is one of",
        Comparison.LessThan => "is less than",
        Comparison.AtMost => "is at most",
        Comparison.AtLeast => "is at least",
        Comparison.MoreThan => "is more than",
        Comparison.Prefix => "begins with",
        _ => "is there",
    };

    public static string Of(AccessRuleChange change) => (change.Before, change.After) switch
    {
        (null, null) => "The version in force cannot be read and denies everything.",
        (null, { } come) => $"New: {Of(come)}",
        ({ } gone, null) => $"Gone: {Of(gone)}",
        ({ } was, { } now) when was.Answer == now.Answer => $"“{was.Name}” is called “{now.Name}” now.",
        ({ } was, { } now) => $"{Of(now)} Before: {was.Answer.Words().ToLowerInvariant()}.",
    };

    /// <summary>Every loosened rule once, for the record; null when there is none.</summary>
    public static string? Weaker(AccessRuleDifference difference) =>
        Text.Shortened(string.Join(' ', difference.Changes.Where(change => change.Strength == Strength.Weaker).Select(Of)), 2000);

    public static string Property(string path) => path switch
    {
        "subject.id" => "the integration",
        "subject.kind" => "the integration’s kind",
        "subject.type" => "the sort of subject",
        "action.name" => "the action",
        "action.class" => "the action’s class",
        "action.risk" => "the action’s risk",
        "resource.id" => "the resource",
        "resource.type" => "the sort of resource",
        "resource.target" => "the target",
        "resource.criticality" => "the target’s criticality",
        "resource.environment" => "the target’s environment",
        _ => path,
    };

    private static string When(Condition condition) => condition is AllOf { Parts.Count: 0 } ? "whatever is asked" : $"when {Clause(condition, true)}";

    private static string Clause(Condition condition, bool atTop) => condition switch
    {
        AllOf all => Joined(all.Parts, " and ", atTop),
        AnyOf any => Joined(any.Parts, " or ", atTop),
        Not { Part: AnyOf any } => $"none of these: {Joined(any.Parts, " or ", false)}",
        Not { Part: Comparing { How: Comparison.Present } missing } => $"{Property(missing.Property.Path)} is not there",
        Not { Part: Comparing other } => $"{Property(other.Property.Path)} {other.How.Opposite()} {string.Join(" or ", other.Values.Select(Value))}",
        Not not => $"not {Clause(not.Part, false)}",
        Comparing { How: Comparison.Present } present => $"{Property(present.Property.Path)} is there",
        Comparing comparing => $"{Property(comparing.Property.Path)} {comparing.How.Words()} {string.Join(" or ", comparing.Values.Select(Value))}",
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static string Joined(IReadOnlyList<Condition> parts, string by, bool atTop) =>
        parts.Count == 0 ? "always" : string.Join(by, parts.Select(part => Clause(part, false))) is var words && (atTop || parts.Count == 1) ? words : $"({words})";

    private static string Opposite(this Comparison how) => how switch
    {
        Comparison.Equals => "is not",
        Comparison.In => "is none of",
        Comparison.Prefix => "does not begin with",
        _ => $"is not {how.Words()[3..]}",
    };

    private static string Value(RuleValue value) => value.Text is null ? value.ToString() : $"“{value}”";
}
