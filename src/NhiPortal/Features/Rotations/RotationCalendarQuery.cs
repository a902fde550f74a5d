using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;

namespace NhiPortal.Features.Rotations;

/// <summary>One day of a month: how many credentials come due, the first of them, and the freeze it lies in.</summary>
public sealed record RotationDay(DateOnly Day, int Count, IReadOnlyList<string> First, string? Freeze);

/// <summary>One month in whole weeks, and what stands open before it.</summary>
public sealed record RotationMonth(IReadOnlyList<RotationDay> Days, int Overdue, int Open);

/// <summary>Reads what comes due in a month, as far as a person may see it.</summary>
public sealed class RotationCalendarQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    /// <summary>More in six weeks than anybody plans by looking; from here on days are counted short.</summary>
    private const int Most = 20_000, Named = 200, Shown = 2;

    public async Task<RotationMonth> RunAsync(Actor actor, DateOnly month, TimeZoneInfo zone, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var first = new DateOnly(month.Year, month.Month, 1);
        var start = first.AddDays(-(((int)first.DayOfWeek + 6) % 7));
        var days = Enumerable.Range(0, first.AddMonths(1).DayNumber - start.DayNumber > 35 ? 42 : 35).Select(start.AddDays).ToList();
        var (from, until) = (Begin(days[0], zone), Begin(days[^1].AddDays(1), zone));
        var due = db.Credentials.AsNoTracking().To(actor, db).Where(c => c.Status == CredentialStatus.Active && c.DueAt >= from && c.DueAt < until).OrderBy(c => c.DueAt).ThenBy(c => c.Id);
        var counts = (await due.Select(c => c.DueAt).Take(Most).ToListAsync(cancellation)).GroupBy(at => Day(at!.Value, zone)).ToDictionary(group => group.Key, group => group.Count());
        var named = (await due.Take(Named).Select(c => new { c.DueAt, c.Label }).ToListAsync(cancellation)).ToLookup(c => Day(c.DueAt!.Value, zone), c => c.Label);
        var freezes = (await db.RotationPlanAsync(cancellation)).Freezes;
        var overdue = await new CredentialFilter { Show = "overdue" }.Apply(db, actor, time.GetUtcNow()).CountAsync(cancellation);
        var visible = db.Credentials.To(actor, db).Select(c => c.Id);
        var open = await db.Rotations.CountAsync(r => r.EndedAt == null && visible.Contains(r.CredentialId), cancellation);
        return new(
            days.ConvertAll(day => new RotationDay(day, counts.GetValueOrDefault(day), [.. named[day].Take(Shown)], freezes.FirstOrDefault(freeze => freeze.Turns(day.Year).Any(turn => turn.From <= day && day <= turn.Until))?.Name)),
            overdue, open);
    }

    internal static DateTimeOffset Begin(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private static DateOnly Day(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
}
