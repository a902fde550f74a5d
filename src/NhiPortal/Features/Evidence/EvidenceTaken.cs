using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Evidence;

/// <summary>A package's file, read piece by piece while it is sent.</summary>
public sealed record EvidenceTaken(string Name, long Length, IAsyncEnumerable<byte[]> Pieces) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/zip";
        response.ContentLength = Length;
        response.Headers.ContentDisposition = $"attachment; filename=\"{Name}\"";
        response.Headers.CacheControl = "no-store";
        await foreach (var piece in Pieces)
            await response.Body.WriteAsync(piece, httpContext.RequestAborted);
    }
}

internal static class EvidencePieces
{
    /// <summary>The bytes of a package as they are kept, a connection for each piece, so that a slow reader holds none.</summary>
    public static async IAsyncEnumerable<byte[]> PiecesAsync(this IDbContextFactory<PortalDb> databases, EvidencePackageId id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var number = 0; ; number++)
        {
            var next = number;
            await using var db = await databases.CreateDbContextAsync(cancellation);
            if (await db.EvidenceParts.Where(p => p.PackageId == id && p.Number == next).Select(p => p.Bytes).SingleOrDefaultAsync(cancellation) is not { } piece)
                yield break;
            yield return piece;
        }
    }
}
