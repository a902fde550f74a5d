using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Imports;

/// <summary>One field of a thing, before and after.</summary>
public sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>What one row would do, and the step that does it inside the same unit of work.</summary>
public sealed record RowVerdict(ImportOutcome Outcome, IReadOnlyList<FieldChange> Changes, string? Reason = null)
{
    /// <summary>Makes the change in the unit of work the row was judged in; never called for a preview.</summary>
    public Func<CancellationToken, Task>? CarryOut { get; init; }

    public static RowVerdict Unchanged { get; } = new(ImportOutcome.Unchanged, []);

    public static RowVerdict Refused(string reason) => new(ImportOutcome.Refused, [], reason);
}

/// <summary>
/// A kind of file that can be imported. It judges rows against the database as it is at that moment, the same way for the
/// preview and for the import itself; the rest is done for it.
/// </summary>
public interface IImportKind
{
    /// <summary>In addresses and on the record, e.g. <c>integrations</c>.</summary>
    string Name { get; }

    Permission Needed { get; }

    IReadOnlyList<ImportColumn> Columns { get; }

    /// <summary>What the row is about; a second row about the same is refused. Empty when the row does not say.</summary>
    string KeyOf(ImportLine line);

    /// <summary>Whatever else may stand in one row of a file only.</summary>
    IEnumerable<string> AlsoUnique(ImportLine line) => [];

    /// <summary>Whether a cell looks like a secret: then nothing of the row is kept, not even for the preview.</summary>
    bool HoldsSecret(ImportLine line) => false;

    /// <summary>One verdict for each line, in their order. Changes nothing by itself, and reads in a fixed number of queries.</summary>
    Task<IReadOnlyList<RowVerdict>> JudgeAsync(Work run, IReadOnlyList<ImportLine> lines, CancellationToken cancellation);
}
