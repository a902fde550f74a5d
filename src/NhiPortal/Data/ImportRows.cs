using NhiPortal.Domain;

namespace NhiPortal.Data;

/// <summary>What a row of an imported file would do, or did.</summary>
public enum ImportOutcome
{
    Created,
    Changed,
    Unchanged,
    Refused,
}

/// <summary>A file somebody read in and has not confirmed yet, or its result. It is theirs alone and is forgotten when its time is over.</summary>
public sealed class ImportRun
{
    public required Guid Id { get; init; }

    /// <summary>Which kind of file, e.g. <c>integrations</c>.</summary>
    public required string Kind { get; init; }

    public required PersonId PersonId { get; init; }
    public required string FileName { get; init; }

    /// <summary>How the file was understood, for the person to check: its form, letters and separator.</summary>
    public string ReadAs { get; set; } = "";

    public required DateTimeOffset ReadAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Set once the whole file has been judged; only then there is something to confirm.</summary>
    public bool Complete { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }
    public int Created { get; set; }
    public int Changed { get; set; }
    public int Unchanged { get; set; }
    public int Refused { get; set; }
}

/// <summary>One row of such a file: what it says, what it would do, and after confirming what became of it.</summary>
public sealed class ImportRow
{
    public required Guid ImportId { get; init; }

    /// <summary>As a spreadsheet counts; the header is row 1.</summary>
    public required int Number { get; init; }

    public required string Key { get; init; }
    public required ImportOutcome Outcome { get; init; }

    /// <summary>The cells in the order of the kind's columns, as JSON.</summary>
    public required string Cells { get; init; }

    /// <summary>What changes, as JSON: field, before, after.</summary>
    public required string Changes { get; init; }

    public string? Reason { get; init; }

    /// <summary>What became of it; null while it was not carried out.</summary>
    public ImportOutcome? Result { get; set; }

    public string? ResultReason { get; set; }
}
