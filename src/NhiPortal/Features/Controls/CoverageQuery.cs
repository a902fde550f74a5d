using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Controls;

/// <summary>One control and how it stands.</summary>
public sealed record ControlRow(CatalogueControl Control, ControlStanding Standing, DateTimeOffset? MeasuredAt);

/// <summary>How far a measurement is that runs now.</summary>
public sealed record MeasureProgress(DateTimeOffset? AskedAt, DateTimeOffset? StartedAt, int Done, int Total, DateTimeOffset? EndedAt)
{
    public bool Running => AskedAt is not null || (StartedAt is not null && EndedAt is null);
}

/// <summary>How every control of every framework stands, by the newest measurements a person may see.</summary>
public sealed record Coverage(IReadOnlyList<ControlRow> Rows, DateTimeOffset? MeasuredAt, MeasureProgress Progress)
{
    public IEnumerable<ControlRow> Of(string framework) => Rows.Where(row => row.Control.Framework == framework);
}

/// <summary>Judges the catalogue by stored measurements; nothing is measured while somebody waits.</summary>
public sealed class CoverageQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<Coverage> RunAsync(Actor actor, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var progress = await db.ProgressAsync(cancellation);
        if (!Permissions.Allows(actor, Permission.SeeControls))
            return new([], null, progress);
        var results = await db.NewestAsync(actor, time.GetUtcNow(), cancellation);
        return new(
            [.. ControlCatalogue.Shipped.Controls.Select(control => new ControlRow(control, control.Stand(results), control.Evidence.Select(name => results[name].MeasuredAt).Min()))],
            results.Values.Select(result => result.MeasuredAt).Min(), progress);
    }
}
