using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Controls;

/// <summary>One page of what fails an evidence query now.</summary>
public sealed record FailingRows(IReadOnlyList<FailingObject> Rows, int Total);

/// <summary>Reads one page of what fails an evidence query at this moment, in the tenants a person may see.</summary>
public sealed class FailingObjectsQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public const int Most = 100;

    public async Task<FailingRows> RunAsync(Actor actor, string query, int skip, int take, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeControls) || EvidenceQueries.Named(query) is not { } known)
            return new([], 0);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (known.Of(new EvidenceScope(db, actor.Tenants?.ToList(), time.GetUtcNow())).Failing is not { } failing)
            return new([], 0);
        var total = await failing.CountAsync(cancellation);
        var rows = await failing.OrderBy(row => row.Name).ThenBy(row => row.Key).Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, Most)).ToListAsync(cancellation);
        return new(rows, total);
    }
}
