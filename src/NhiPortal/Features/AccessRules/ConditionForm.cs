using System.Globalization;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;

namespace NhiPortal.Features.AccessRules;

/// <summary>What a line of a condition is: a group of others, or one comparison.</summary>
public enum ConditionShape
{
    All,
    Any,
    None,
    Comparison,
}

/// <summary>As what a comparison's values are read.</summary>
public enum ValueSort
{
    Text,
    Number,
    YesOrNo,
}

/// <summary>One condition as a person writes it: texts until they are read, so that a mistake stays on the screen.</summary>
public sealed class ConditionForm
{
    public ConditionShape Shape { get; set; } = ConditionShape.Comparison;
    public List<ConditionForm> Parts { get; } = [];
    public string Property { get; set; } = RuleProperty.ActionName.Path;
    public Comparison How { get; set; }
    public ValueSort Sort { get; set; }

    /// <summary>One value in each line.</summary>
    public string Values { get; set; } = "";

    /// <summary>The top of a rule is always a group.</summary>
    public static ConditionForm Top(Condition? condition) => condition switch
    {
        null => new ConditionForm { Shape = ConditionShape.All, Parts = { new ConditionForm() } },
        Comparing => new ConditionForm { Shape = ConditionShape.All, Parts = { Of(condition) } },
        _ => Of(condition),
    };

    public Result<Condition> Read()
    {
        if (Shape == ConditionShape.Comparison)
            return Compared();
        var parts = Parts.Select(part => part.Read()).ToList();
        if (parts.Find(part => !part.Succeeded)?.Refusal is { } refusal)
            return refusal;
        List<Condition> read = [.. parts.Select(part => part.Value)];
        if (read.Count == 0 && Shape != ConditionShape.All)
            return new Refusal("rule_condition", "A group of alternatives needs at least one condition.");
        return Result.Ok((Shape, read) switch
        {
            (ConditionShape.None, [var only]) => new Not(only),
            (ConditionShape.None, _) => new Not(new AnyOf(read)),
            (_, [var only]) => only,
            (ConditionShape.All, _) => new AllOf(read),
            _ => new AnyOf(read),
        });
    }

    private static ConditionForm Of(Condition condition) => condition switch
    {
        AllOf all => Group(ConditionShape.All, all.Parts),
        AnyOf any => Group(ConditionShape.Any, any.Parts),
        Not { Part: AnyOf any } => Group(ConditionShape.None, any.Parts),
        Not not => Group(ConditionShape.None, [not.Part]),
        Comparing comparing => new ConditionForm
        {
            Property = comparing.Property.Path,
            How = comparing.How,
            Sort = comparing.Values is [{ Number: not null }, ..] ? ValueSort.Number : comparing.Values is [{ Flag: not null }, ..] ? ValueSort.YesOrNo : ValueSort.Text,
            Values = string.Join('\n', comparing.Values),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static ConditionForm Group(ConditionShape shape, IReadOnlyList<Condition> parts)
    {
        var form = new ConditionForm { Shape = shape };
        form.Parts.AddRange(parts.Select(Of));
        return form;
    }

    private Result<Condition> Compared()
    {
        var property = RuleProperty.Parse(Property.Trim());
        if (!property.Succeeded)
            return property.Refusal;
        var values = new List<RuleValue>();
        if (How != Comparison.Present)
            foreach (var line in Values.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0))
            {
                if (Value(line) is not { } value)
                    return new Refusal("rule_condition", $"{property.Value.Path}: \"{Text.Kept(line, 60)}\" is no {(Sort == ValueSort.Number ? "number" : "true or false")}.");
                values.Add(value);
            }

        return new Comparing(property.Value, How, values);
    }

    private RuleValue? Value(string line) => Sort switch
    {
        ValueSort.Text => RuleValue.Of(line),
        ValueSort.Number => decimal.TryParse(line.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? RuleValue.Of(number) : null,
        _ => bool.TryParse(line.Trim(), out var flag) ? RuleValue.Of(flag) : null,
    };
}
