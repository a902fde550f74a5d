using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Integrations;

/// <summary>One integration in the list, with what only the page's rows are asked for.</summary>
public sealed record IntegrationRow(IntegrationEntry Entry, int Targets, string? Vendor, DateTimeOffset? EndOfLife, DateTimeOffset? LastActivity);

/// <summary>One page of the list.</summary>
public sealed record IntegrationRows(IReadOnlyList<IntegrationRow> Rows, long Total, IReadOnlyDictionary<Standing, long> Standings);

/// <summary>Reads one page of the list of integrations; reach and last activity for the page's rows alone.</summary>
public sealed class IntegrationListQuery(IDbContextFactory<PortalDb> databases, IntegrationPageQuery pages)
{
    private const int Chunk = 500;

    public async Task<IntegrationRows> RunAsync(Actor actor, IntegrationFilter filter, IntegrationOrder order, int skip, int take, CancellationToken cancellation)
    {
        var page = await pages.RunAsync(actor, filter, order, skip, take, cancellation);
        return new(await RowsAsync(page.Entries, cancellation), page.Total, page.Standings);
    }

    /// <summary>Every row under the filter, while it is read: for files.</summary>
    public async IAsyncEnumerable<IntegrationRow> AllAsync(
        Actor actor, IntegrationFilter filter, IntegrationOrder order, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var chunk in pages.AllAsync(actor, filter, order, cancellation).Chunk(Chunk).WithCancellation(cancellation))
            foreach (var row in await RowsAsync(chunk, cancellation))
                yield return row;
    }

    private async Task<IReadOnlyList<IntegrationRow>> RowsAsync(IReadOnlyList<IntegrationEntry> entries, CancellationToken cancellation)
    {
        if (entries.Count == 0)
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var ids = entries.Select(entry => entry.Id).ToList();
        var more = await db.Integrations.AsNoTracking().Where(i => ids.Contains(i.Id)).Select(i => new
        {
            i.Id,
            i.EndOfLife,
            Targets = db.Paths.Where(p => p.IntegrationId == i.Id && p.RemovedAt == null).Select(p => p.TargetId).Distinct().Count(),
            Vendor = db.Vendors.Where(v => v.Id == i.VendorId).Select(v => v.Name).FirstOrDefault(),
            // One step into an index for each row: never a count or a sort of what happened.
            LastActivity = db.AuditEvents.Where(e => e.IntegrationId == i.Id).OrderByDescending(e => e.Id).Select(e => (DateTimeOffset?)e.At).FirstOrDefault(),
        }).ToDictionaryAsync(row => row.Id, cancellation);
        return [.. entries.Where(entry => more.ContainsKey(entry.Id)).Select(entry => more[entry.Id] switch
        {
            var row => new IntegrationRow(entry, row.Targets, row.Vendor, row.EndOfLife, row.LastActivity),
        })];
    }
}
