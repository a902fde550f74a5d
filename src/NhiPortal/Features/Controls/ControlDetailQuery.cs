using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Controls;

/// <summary>One control, how it stands and what each piece of its evidence found.</summary>
public sealed record ControlDetail(Framework Framework, CatalogueControl Control, ControlStanding Standing, IReadOnlyList<QueryResult> Evidence, MeasureProgress Progress);

/// <summary>Reads one control; null for one that is not in the catalogue, and for whoever may not see controls.</summary>
public sealed class ControlDetailQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<ControlDetail?> RunAsync(Actor actor, string framework, string control, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeControls) || ControlCatalogue.Shipped.FrameworkOf(framework) is not { } found || ControlCatalogue.Shipped.ControlOf(framework, control) is not { } known)
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var results = await db.NewestAsync(actor, time.GetUtcNow(), cancellation);
        return new(found, known, known.Stand(results), [.. known.Evidence.Select(name => results[name])], await db.ProgressAsync(cancellation));
    }
}
