namespace NhiPortal.Features.Requests;

/// <summary>A piece of a sentence: the portal's own words, or a value somebody else chose.</summary>
public readonly record struct PhrasePart(string Text, bool IsValue);

/// <summary>A sentence that keeps the portal's words and others' values apart, so that no value can pass for our words.</summary>
public sealed record Phrase(IReadOnlyList<PhrasePart> Parts)
{
    public static Phrase Words(string words) => new([new PhrasePart(words, false)]);

    public static Phrase Value(string value) => new([new PhrasePart(value, true)]);

    /// <summary>The template with each <c>{field}</c> filled in; null when one of them has no value.</summary>
    public static Phrase? Filled(string template, Func<string, string?> value)
    {
        List<PhrasePart> parts = [];
        foreach (var (piece, index) in template.Split('{', '}').Select((piece, index) => (piece, index)))
        {
            var text = index % 2 == 0 ? piece : value(piece);
            if (text is null)
                return null;
            if (text.Length > 0)
                parts.Add(new PhrasePart(text, index % 2 == 1));
        }

        return new(parts);
    }

    public Phrase Then(string value) => new([.. Parts, new PhrasePart(value, true)]);

    public Phrase Then(Phrase more) => new([.. Parts, .. more.Parts]);

    public Phrase Then(string words, string value) => new([.. Parts, new PhrasePart(words, false), new PhrasePart(value, true)]);

    /// <summary>Begins with a capital, where it begins with our own words.</summary>
    public Phrase Capital() => Parts is [{ IsValue: false, Text.Length: > 0 } own, ..]
        ? new([own with { Text = char.ToUpperInvariant(own.Text[0]) + own.Text[1..] }, .. Parts.Skip(1)])
        : this;

    /// <summary>As plain text in which a value of another script cannot turn the words around it.</summary>
    public string Isolated() => string.Concat(Parts.Select(part => part.IsValue ? $"\u2068{part.Text}\u2069" : part.Text));

    public override string ToString() => string.Concat(Parts.Select(part => part.Text));
}
