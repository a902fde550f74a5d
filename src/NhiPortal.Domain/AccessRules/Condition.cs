namespace NhiPortal.Domain.AccessRules;

/// <summary>How a condition compares a property with its values.</summary>
public enum Comparison
{
    Equals,
    In,
    LessThan,
    AtMost,
    AtLeast,
    MoreThan,
    Prefix,
    Present,
}

/// <summary>
/// When a rule holds. Asked of any call it answers, and never fails: a property that is not there, or of another sort than it
/// is compared with, makes a comparison unknown, and so does <c>not</c> of it.
/// </summary>
public abstract record Condition
{
    public const int Deepest = 6;
    public const int MostParts = 60;
    public const int MostValues = 100;

    /// <summary>How many conditions it is made of, itself included.</summary>
    public abstract int Size { get; }

    public abstract int Depth { get; }

    /// <param name="call">What is asked.</param>
    /// <param name="unsaid">What a comparison is taken for that is unknown because the caller left an action property out, or said it in another sort.</param>
    public abstract Truth Of(RuleCall call, Truth unsaid = Truth.Unknown);

    /// <summary>The first action property for which a comparison is unknown.</summary>
    public abstract RuleProperty? Unsaid(RuleCall call);

    /// <summary>What it may not be; null when it may.</summary>
    internal abstract string? Fault();
}

/// <summary>Holds when every part does; of no part it always holds.</summary>
public sealed record AllOf(IReadOnlyList<Condition> Parts) : Condition
{
    public override int Size => 1 + Parts.Sum(part => part.Size);

    public override int Depth => 1 + Parts.Select(part => part.Depth).DefaultIfEmpty().Max();

    public override Truth Of(RuleCall call, Truth unsaid = Truth.Unknown) => Parts.Select(part => part.Of(call, unsaid)).DefaultIfEmpty(Truth.True).Min();

    public override RuleProperty? Unsaid(RuleCall call) => Parts.Select(part => part.Unsaid(call)).FirstOrDefault(property => property is not null);

    internal override string? Fault() => Parts.Select(part => part.Fault()).FirstOrDefault(fault => fault is not null);
}

/// <summary>Holds when any part does.</summary>
public sealed record AnyOf(IReadOnlyList<Condition> Parts) : Condition
{
    public override int Size => 1 + Parts.Sum(part => part.Size);

    public override int Depth => 1 + Parts.Select(part => part.Depth).DefaultIfEmpty().Max();

    public override Truth Of(RuleCall call, Truth unsaid = Truth.Unknown) => Parts.Select(part => part.Of(call, unsaid)).DefaultIfEmpty(Truth.False).Max();

    public override RuleProperty? Unsaid(RuleCall call) => Parts.Select(part => part.Unsaid(call)).FirstOrDefault(property => property is not null);

    internal override string? Fault() => Parts.Count == 0 ? "\"any\" needs at least one condition, or it never holds" : Parts.Select(part => part.Fault()).FirstOrDefault(fault => fault is not null);
}

/// <summary>Holds when its part does not; what is unknown stays so.</summary>
public sealed record Not(Condition Part) : Condition
{
    public override int Size => 1 + Part.Size;

    public override int Depth => 1 + Part.Depth;

    public override Truth Of(RuleCall call, Truth unsaid = Truth.Unknown) => Truth.True - (int)Part.Of(call, Truth.True - (int)unsaid);

    public override RuleProperty? Unsaid(RuleCall call) => Part.Unsaid(call);

    internal override string? Fault() => Part.Fault();
}

/// <summary>Compares one property with values.</summary>
public sealed record Comparing(RuleProperty Property, Comparison How, IReadOnlyList<RuleValue> Values) : Condition
{
    public override int Size => 1;

    public override int Depth => 1;

    public override Truth Of(RuleCall call, Truth unsaid = Truth.Unknown) => Known(call) is var truth && truth == Truth.Unknown && Property.IsOfTheAsk ? unsaid : truth;

    public override RuleProperty? Unsaid(RuleCall call) => Property.IsOfTheAsk && Known(call) == Truth.Unknown ? Property : null;

    private Truth Known(RuleCall call)
    {
        var reading = call.Read(Property);
        if (How == Comparison.Present)
            return Is(reading.Present);
        if (reading.Value is not { } value)
            return Truth.Unknown;
        return How switch
        {
            Comparison.Equals or Comparison.In => Values.Any(value.Equals) ? Truth.True : Values.Any(value.IsLike) ? Truth.False : Truth.Unknown,
            Comparison.Prefix => Is(value.Text?.StartsWith(Values[0].Text!, StringComparison.Ordinal)),
            Comparison.LessThan => Is(value.Number < Values[0].Number, value),
            Comparison.AtMost => Is(value.Number <= Values[0].Number, value),
            Comparison.AtLeast => Is(value.Number >= Values[0].Number, value),
            _ => Is(value.Number > Values[0].Number, value),
        };
    }

    internal override string? Fault() => How switch
    {
        Comparison.Present => Values.Count == 0 ? null : $"whether {Property.Path} is there is asked without a value",
        _ when Values.Count == 0 || Values.Count > (How == Comparison.In ? MostValues : 1) => $"{Property.Path} is compared with {(How == Comparison.In ? $"1 to {MostValues} values" : "exactly one value")}",
        _ when Values.Any(value => value.Text is { Length: > RuleValue.Longest }) => $"{Property.Path}: a value has at most {RuleValue.Longest} characters",
        Comparison.Prefix => Values[0].Text is { Length: > 0 } ? null : $"{Property.Path} begins with a text, which may not be empty",
        Comparison.Equals or Comparison.In => null,
        _ => Values[0].Number is null ? $"{Property.Path}: only numbers are more or less than others" : null,
    };

    private static Truth Is(bool? holds) => holds switch { null => Truth.Unknown, true => Truth.True, _ => Truth.False };

    private static Truth Is(bool holds, RuleValue value) => value.Number is null ? Truth.Unknown : Is(holds);
}
