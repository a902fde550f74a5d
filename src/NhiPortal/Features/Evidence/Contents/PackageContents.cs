using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Reports;

namespace NhiPortal.Features.Evidence.Contents;

/// <summary>What the files for people are read with.</summary>
public sealed record ContentsQueries(MatrixFileQuery Matrix, ReviewReportQuery Reviews);

/// <summary>
/// Writes the files of a package that tell of more than events: reviews, controls as OSCAL, the matrix, and the report. All say
/// the same numbers, for all are made of what was read once.
/// </summary>
internal sealed class PackageContents(PortalDb db, EvidencePackage package, SigningKeys keys, ContentsQueries queries, Func<Task> breathe)
{
    public async Task WriteAsync(PackageZip zip, EvidenceContents contents, EventTally tally, CancellationToken cancellation)
    {
        var facts = await new FactsReading(db, package, cancellation).ReadAsync(contents, keys, tally);
        await breathe();
        var reader = MatrixBook.Reader(facts);
        IReadOnlyList<ReviewSummary> reviews = [];
        await zip.AddAsync(ReviewRecords.File, async stream => reviews = await new ReviewRecords(db, package, queries.Reviews, tally).WriteAsync(stream, reader, cancellation));
        facts = facts with { Reviews = reviews };
        await breathe();
        await zip.AddAsync(OscalResults.File, stream => new OscalResults(facts).WriteAsync(stream));
        await zip.AddAsync(MatrixBook.File, async stream => await MatrixBook.WriteAsync(stream, facts, await CellsAsync(reader, cancellation), cancellation));
        await breathe();
        await zip.AddAsync(EvidenceReport.File, PdfReport.Write(EvidenceReport.Of(facts)));
        await breathe();
    }

    private async Task<IAsyncEnumerable<MatrixFileRow>> CellsAsync(Actor reader, CancellationToken cancellation)
    {
        var filter = new IntegrationFilter
        {
            Vendor = package.VendorId is { } vendor ? await db.Vendors.Where(v => v.Id == vendor).Select(v => v.Key).SingleOrDefaultAsync(cancellation) : null,
            Target = package.TargetId is { } target ? await db.Targets.Where(t => t.Id == target).Select(t => t.Key).SingleOrDefaultAsync(cancellation) : null,
        };
        var cells = queries.Matrix.RunAsync(reader, filter, new IntegrationOrder(IntegrationSort.Name, false), cancellation);
        if (package.IntegrationId is { } integration)
            return Only(await db.Integrations.Where(i => i.Id == integration).Select(i => i.Key).ToListAsync(cancellation));
        if (package.CampaignId is { } campaign)
            return Only(await db.Integrations.Where(i => db.ReviewItems.Any(item => item.CampaignId == campaign && item.IntegrationId == i.Id)).Select(i => i.Key).ToListAsync(cancellation));
        return cells;

        IAsyncEnumerable<MatrixFileRow> Only(IEnumerable<string> names)
        {
            var kept = names.ToHashSet(StringComparer.Ordinal);
            return cells.Where(cell => kept.Contains(cell.Integration));
        }
    }
}
