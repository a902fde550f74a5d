using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Controls;

/// <summary>How many controls of a framework stood how on one measured day.</summary>
public sealed record CoverageOnDay(DateOnly Day, int Met, int Partly, int NotMet, int NotEvaluable);

/// <summary>Judges a framework on each day that was measured, by the rules of today.</summary>
public sealed class CoverageTrendQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public const int Days = 90;

    public async Task<IReadOnlyList<CoverageOnDay>> RunAsync(Actor actor, string framework, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeControls))
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var days = await db.DaysAsync(actor, ControlMeasure.DayOf(time.GetUtcNow()) - Days + 1, cancellation);
        var controls = ControlCatalogue.Shipped.Of(framework).ToList();
        return [.. days.OrderBy(day => day.Key).Select(day =>
        {
            var results = controls.Select(control => control.Stand(day.Value).Result).ToList();
            return new CoverageOnDay(
                DateOnly.FromDayNumber(day.Key), results.Count(r => r == ControlResult.Met), results.Count(r => r == ControlResult.Partly), results.Count(r => r == ControlResult.NotMet), results.Count(r => r == ControlResult.NotEvaluable));
        })];
    }
}
