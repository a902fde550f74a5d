using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Integrations;

namespace NhiPortal.Features.Owners;

/// <summary>One cell of the matrix as a line of the exported file; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record MatrixFileRow(
    string Integration, string Name, string Kind, string Environment, string Status, string Standing, string Role, string Of, string? Owner, string? Mail,
    string? Deputy, string? DeputyMail, string State, string? AcceptedAt, string? ConfirmedAt, string? ConfirmBy, string? WaitingFor, string? Gap);

/// <summary>Streams the matrix under a filter, in the list's own order, one line for each cell.</summary>
public sealed class MatrixFileQuery(OwnershipMatrixQuery matrix, TimeProvider time)
{
    public async IAsyncEnumerable<MatrixFileRow> RunAsync(
        Actor actor, IntegrationFilter filter, IntegrationOrder order, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in matrix.AllAsync(actor, filter, order, cancellation))
            foreach (var cell in (IEnumerable<CellView>)[row.Business, row.Iam, .. row.Systems, row.SecurityOperations])
                yield return Line(row.Integration, cell, time.GetUtcNow());
    }

    private static MatrixFileRow Line(IntegrationEntry integration, CellView cell, DateTimeOffset now) => new(
        integration.Key, integration.Name, integration.Kind.Title(), integration.Environment.ToString(), integration.Status.ToString(), integration.Standing.Words(),
        cell.Cell.Role.Title(), cell.Thing, cell.Holder?.Name, cell.Holder?.Mail, cell.Holder?.Deputy, cell.Holder?.DeputyMail, cell.State(now).Words,
        Time(cell.Holder?.AcceptedAt), Time(cell.Holder?.AttestedAt), Time(cell.Holder?.Due),
        cell.Nominee is { State: OwnershipState.Nominated } nominee ? nominee.Name : null, cell.Gap?.Reason);

    internal static string? Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
