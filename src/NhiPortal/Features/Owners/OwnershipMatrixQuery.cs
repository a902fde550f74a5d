using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Integrations;

namespace NhiPortal.Features.Owners;

/// <summary>One row of the matrix: an integration, its own three roles, and the system owner of each target it reaches.</summary>
public sealed record MatrixRow(IntegrationEntry Integration, CellView Business, CellView Iam, CellView SecurityOperations, IReadOnlyList<CellView> Systems);

/// <summary>One page of the matrix.</summary>
public sealed record MatrixPage(IReadOnlyList<MatrixRow> Rows, long Total, IReadOnlyDictionary<Standing, long> Standings);

/// <summary>Reads one page of the ownership matrix: the page's integrations first, then everything else for these alone.</summary>
public sealed class OwnershipMatrixQuery(IDbContextFactory<PortalDb> databases, IntegrationPageQuery pages, TimeProvider time)
{
    private const int Chunk = 500;

    public async Task<MatrixPage> RunAsync(Actor actor, IntegrationFilter filter, IntegrationOrder order, int skip, int take, CancellationToken cancellation)
    {
        var page = await pages.RunAsync(actor, filter, order, skip, take, cancellation);
        return new(await RowsAsync(page.Entries, cancellation), page.Total, page.Standings);
    }

    /// <summary>Every row under the filter, while it is read: for files.</summary>
    public async IAsyncEnumerable<MatrixRow> AllAsync(
        Actor actor, IntegrationFilter filter, IntegrationOrder order, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var chunk in pages.AllAsync(actor, filter, order, cancellation).Chunk(Chunk).WithCancellation(cancellation))
            foreach (var row in await RowsAsync(chunk, cancellation))
                yield return row;
    }

    private async Task<IReadOnlyList<MatrixRow>> RowsAsync(IReadOnlyList<IntegrationEntry> entries, CancellationToken cancellation)
    {
        if (entries.Count == 0)
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var ids = entries.Select(entry => entry.Id).ToList();
        var ways = await (from path in db.Paths.AsNoTracking()
                          where ids.Contains(path.IntegrationId) && path.RemovedAt == null
                          join target in db.Targets on path.TargetId equals target.Id
                          select new { path.IntegrationId, target.Id, target.Key }).Distinct().ToListAsync(cancellation);
        var open = await db.OpenOwnersAsync(ids, [.. ways.Select(way => way.Id).Distinct()], time.GetUtcNow(), cancellation);
        var targets = ways.OrderBy(way => way.Key, StringComparer.OrdinalIgnoreCase).ToLookup(way => way.IntegrationId);
        return [.. entries.Select(entry =>
        {
            CellView Own(OwnerRole role) => open.Cell(new OwnerCell(role, entry.Id, null), entry.Key);
            var (business, iam) = (Own(OwnerRole.BusinessOwner), Own(OwnerRole.IamOwner));
            return new MatrixRow(entry, business, iam, Own(OwnerRole.SecurityOperations),
                [.. targets[entry.Id].Select(way => open.Way(business, iam, new OwnerCell(OwnerRole.SystemOwner, null, way.Id), way.Key))
                    .OrderBy(cell => cell.Gap is null)]);
        })];
    }
}
