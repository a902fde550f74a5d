using System.Runtime.CompilerServices;
using CsvHelper;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Owners.ByTarget;

/// <summary>One target as a line of the exported file, its system owner and how the owners of those who reach it stand; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record TargetMatrixFileRow(
    string Role, string Of, string Name, string Environment, string Criticality, string? Owner, string? Mail, string? Deputy, string? DeputyMail, string State,
    string? AcceptedAt, string? ConfirmedAt, string? ConfirmBy, string? WaitingFor, string? Gap,
    int ReachedBy, int Accountable, int Due, int Overdue, int InGap);

/// <summary>Streams the matrix by target under a filter, by name, one line for each target; the file can be read in again.</summary>
public sealed class TargetMatrixFileQuery(TargetMatrixQuery matrix, TimeProvider time)
{
    public async IAsyncEnumerable<TargetMatrixFileRow> RunAsync(Actor actor, TargetMatrixFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in matrix.AllAsync(actor, filter, cancellation))
            yield return Line(row, row.Owner, time.GetUtcNow());
    }

    private static TargetMatrixFileRow Line(TargetMatrixRow row, CellView cell, DateTimeOffset now) => new(
        cell.Cell.Role.Title(), row.Key, row.Name, row.Environment.ToString(), row.Criticality.ToString(),
        cell.Holder?.Name, cell.Holder?.Mail, cell.Holder?.Deputy, cell.Holder?.DeputyMail, cell.State(now).Words,
        MatrixFileQuery.Time(cell.Holder?.AcceptedAt), MatrixFileQuery.Time(cell.Holder?.AttestedAt), MatrixFileQuery.Time(cell.Holder?.Due),
        cell.Nominee is { State: OwnershipState.Nominated } nominee ? nominee.Name : null, cell.Gap?.Reason,
        row.Reached, row.Standings.GetValueOrDefault(Standing.Accountable), row.Standings.GetValueOrDefault(Standing.Due),
        row.Standings.GetValueOrDefault(Standing.Overdue), row.Standings.GetValueOrDefault(Standing.Gap));
}
