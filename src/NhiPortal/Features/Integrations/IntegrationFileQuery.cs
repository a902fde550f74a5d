using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using NhiPortal.Domain;
using NhiPortal.Features.Owners;

namespace NhiPortal.Features.Integrations;

/// <summary>One integration as a line of the exported file; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record IntegrationFileRow(
    string Key, string Name, string Kind, string Status, string Owners, int Risk, string Environment, string? Vendor, int Targets, string? LastActivity, string? EndOfLife);

/// <summary>Streams every integration under a filter, in the list's own order.</summary>
public sealed class IntegrationFileQuery(IntegrationListQuery list)
{
    public async IAsyncEnumerable<IntegrationFileRow> RunAsync(
        Actor actor, IntegrationFilter filter, IntegrationOrder order, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in list.AllAsync(actor, filter, order, cancellation))
            yield return new(
                row.Entry.Key, row.Entry.Name, row.Entry.Kind.Title(), row.Entry.Status.ToString(), row.Entry.Standing.Words(), row.Entry.Risk, row.Entry.Environment.ToString(),
                row.Vendor, row.Targets, Time(row.LastActivity), Time(row.EndOfLife));
    }

    private static string? Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
