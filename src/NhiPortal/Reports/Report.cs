namespace NhiPortal.Reports;

/// <summary>A document for people to read and keep: the same content gives the same bytes, whenever and wherever it is written.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Subtitle">Of whom, and for which time.</param>
/// <param name="At">The moment it speaks of; never the moment it is written.</param>
public sealed record Report(string Title, string Subtitle, DateTimeOffset At)
{
    public string Language { get; init; } = "en";
    public required IReadOnlyList<ReportFact> Cover { get; init; }
    public required IReadOnlyList<ReportBlock> Blocks { get; init; }
}

/// <summary>One named value.</summary>
public sealed record ReportFact(string Name, string Value);

/// <summary>One piece of a report; pieces follow one another down the pages.</summary>
public abstract record ReportBlock;

/// <summary>Begins a section, or a part of one at level two.</summary>
public sealed record ReportHeading(string Text, int Level = 1) : ReportBlock;

public sealed record ReportParagraph(string Text) : ReportBlock;

/// <summary>What follows begins on a new page.</summary>
public sealed record ReportBreak : ReportBlock;

/// <summary>What no reader may miss.</summary>
public sealed record ReportWarning(string Text) : ReportBlock;

public sealed record ReportFacts(IReadOnlyList<ReportFact> Facts) : ReportBlock;

/// <summary>Rows under headings, which are repeated on every page; a row stays whole unless it is longer than a page.</summary>
public sealed record ReportTable(IReadOnlyList<ReportColumn> Columns, IEnumerable<IReadOnlyList<string>> Rows) : ReportBlock;

/// <summary>A column, and its share of the width.</summary>
public sealed record ReportColumn(string Heading, double Share);
