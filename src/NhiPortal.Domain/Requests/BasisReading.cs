using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Domain.Requests;

/// <summary>
/// The one list of what an answer rests on. Names that only show, how an integration is recognised, change windows and
/// timers are not in it: a grant is bound to one identity, and the clock asks the window at every use.
/// </summary>
public static class BasisReading
{
    private const int Longest = 4000;

    /// <summary>The facts of this moment for one action on one target; a standing pre-approval rests on what the policy says of those, too.</summary>
    public static Basis BasisOf(this AccessFacts facts, TargetFact target, PathFact path, bool standing = false) => new(
    [
        Fact(BasisPart.Integration, "Purpose", facts.Purpose),
        Fact(BasisPart.Integration, "Kind", Words(facts.Kind)),
        Fact(BasisPart.Integration, "Environment", Words(facts.Environment)),
        Fact(BasisPart.Integration, "Vendor", facts.Vendor ?? "none"),
        Fact(BasisPart.Integration, "End of life", facts.EndOfLife?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) ?? "none", facts.EndOfLife?.UtcTicks.ToString(CultureInfo.InvariantCulture)),
        Fact(BasisPart.Integration, "May do this to", string.Join(", ", path.Patterns.Order(StringComparer.Ordinal))),
        Fact(BasisPart.Integration, "May also do", Elsewhere(facts, target, path)),
        Fact(BasisPart.Target, "Criticality of the target", Words(target.Criticality)),
        Fact(BasisPart.Target, "Environment of the target", Words(target.Environment)),
        Fact(BasisPart.Target, "Class of the action", Words(path.Class)),
        Fact(BasisPart.Target, "Risk of the action", Words(path.Risk)),
        Fact(BasisPart.Target, "Fields that count", string.Join(", ", path.MeaningfulFields.Prepend(path.ResourceType))),
        .. new[] { facts.BusinessOwner, facts.IamOwner, target.SystemOwner }.OfType<OwnerFact>()
            .Select(owner => new BasisFact(BasisPart.Owners, owner.Role.Title(), owner.PersonName, owner.Person.Value.ToString())),
        .. path.Rule is { } rule ? Demands(rule) : [],
        .. standing ? [Fact(BasisPart.Policy, "Standing pre-approval", path.Rule?.StandingDays is { } days ? $"for {days} days at the most" : "not allowed")] : Enumerable.Empty<BasisFact>(),
    ]);

    private static IEnumerable<BasisFact> Demands(ApprovalRule rule) =>
    [
        .. rule.AlwaysBrokered ? [Fact(BasisPart.Policy, "Carried out by", "the portal itself")] : Array.Empty<BasisFact>(),
        Fact(BasisPart.Policy, "Who must approve", string.Join(", then ", rule.Stages.GroupBy(stage => stage.Order).OrderBy(step => step.Key)
            .Select(step => string.Join(" and ", step.OrderBy(stage => stage.Role).ThenBy(stage => stage.Quorum).Select(stage => stage.Quorum == 1 ? stage.Role.InSentence() : $"{stage.Quorum} × {stage.Role.InSentence()}"))))),
        Fact(BasisPart.Policy, "Longest grant", $"{rule.LongestGrantMinutes} min"),
        Fact(BasisPart.Policy, "Uses", rule.UseLimit?.ToString(CultureInfo.InvariantCulture) ?? "any number"),
        Fact(BasisPart.Policy, "First use within", rule.FirstUseMinutes is { } soon ? $"{soon} min" : "the grant's time"),
        Fact(BasisPart.Policy, "Reason asked for", rule.RequiresJustification ? "yes" : "no"),
        Fact(BasisPart.Policy, "Ticket asked for", (rule.RequiresTicket, rule.TicketPattern) switch { (true, null) => "yes", (false, null) => "no", (true, { } like) => $"yes, like {like}", (false, { } like) => $"no; if given, like {like}" }),
        Fact(BasisPart.Policy, "Days that bar whoever changed the integration", rule.ControllerDays.ToString(CultureInfo.InvariantCulture)),
    ];

    private static string Elsewhere(AccessFacts facts, TargetFact target, PathFact path)
    {
        var ways = from other in facts.Targets.Values
                   from way in other.Actions.Values
                   where other.Key != target.Key || way.Action != path.Action
                   select $"{way.Action} on {other.Key} ({string.Join(", ", way.Patterns.Order(StringComparer.Ordinal))})";
        return string.Join("; ", ways.Order(StringComparer.Ordinal)) is { Length: > 0 } some ? some : "nothing";
    }

    /// <summary>A very long text is told from another by its hash, and kept only in part.</summary>
    private static BasisFact Fact(BasisPart part, string name, string text, string? key = null) => text.Length <= Longest
        ? new(part, name, text, key)
        : new(part, name, Text.Kept(text, Longest), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    /// <summary>"InternalAgent" as people say it.</summary>
    private static string Words<T>(T value) where T : struct, Enum =>
        string.Concat(value.ToString().Select((letter, at) => char.IsUpper(letter) ? $"{(at == 0 ? "" : " ")}{char.ToLowerInvariant(letter)}" : letter.ToString()));
}
