using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Integrations;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Questions;

/// <summary>What a question is narrowed to. Days are UTC and stand in the address, so that the address gives everybody the same answer, next year too.</summary>
public sealed record QuestionFilter(DateOnly From, DateOnly To)
{
    public const string Period = "period", FromDay = "from", ToDay = "to", Tenant = "tenant", Integration = "integration", Vendor = "vendor", Kind = "kind", Target = "target", Person = "person";
    public const int LongestDays = 3660;

    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        [Period] = "Period", [FromDay] = "From", [ToDay] = "To", [Tenant] = "Tenant", [Integration] = "Integration", [Vendor] = "Vendor", [Kind] = "Kind", [Target] = "Target", [Person] = "Person",
    };

    /// <summary>The values of everything but the period, by name.</summary>
    public IReadOnlyDictionary<string, string> Values { get; private init; } = new Dictionary<string, string>();

    /// <summary>What of the address cannot be understood.</summary>
    public string? Wrong { get; private init; }

    public DateTimeOffset Since => Start(From);

    public DateTimeOffset Until => Start(To.AddDays(1));

    /// <summary>The address that gives this answer for ever.</summary>
    public string Address => new ListQuery().With(FromDay, Day(From)).With(ToDay, Day(To)).ToQueryString()
        + string.Concat(Values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"&{value.Key}={Uri.EscapeDataString(value.Value)}"));

    /// <summary>Without a period it is the last whole quarter; a day from or to counts more than a period.</summary>
    public static QuestionFilter Of(ListQuery list, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var (from, to) = Range(list.Filter(Period), today);
        var wrong = list.Filter(Period) is { } period && Named(period) is null ? $"“{period}” is not a period. Write a quarter as 2026-Q3 or a year as 2026." : null;
        foreach (var name in new[] { FromDay, ToDay })
            if (list.Filter(name) is { } text)
            {
                if (Read(text) is not { } day)
                    wrong = $"“{text}” is not a day. Write days as 2026-09-30.";
                else
                    (from, to) = name == FromDay ? (day, list.Filter(Period) is null && list.Filter(ToDay) is null ? today : to) : (from, day);
            }

        if (from > to)
            wrong ??= "The period ends before it begins.";
        else if (to.DayNumber - from.DayNumber >= LongestDays)
            wrong ??= "One question covers ten years at most.";
        return new(from, to)
        {
            Wrong = wrong,
            Values = Names.Keys.Except([Period, FromDay, ToDay]).Where(name => list.Filter(name) is not null).ToDictionary(name => name, name => list.Filter(name)!),
        };
    }

    /// <summary>The quarters and years a list offers, the newest first.</summary>
    public static IReadOnlyList<(string Value, string Words)> Periods(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var quarters = Enumerable.Range(0, 9).Select(back => Quarter(today).AddMonths(-3 * back)).Select(first => ($"{first.Year}-Q{((first.Month - 1) / 3) + 1}", $"Quarter {((first.Month - 1) / 3) + 1} of {first.Year}"));
        return [.. quarters, .. Enumerable.Range(0, 3).Select(back => ($"{today.Year - back}", $"All of {today.Year - back}"))];
    }

    /// <summary>Where to look, or what is wrong with it. What an actor may not see does not exist.</summary>
    internal async Task<Result<QuestionScope>> ReadAsync(PortalDb db, Actor actor, IAuditQuestion question, CancellationToken cancellation)
    {
        if (Wrong is not null)
            return new Refusal("period", Wrong);
        if (Values.Keys.FirstOrDefault(name => !question.Narrows.HasFlag(Enum.Parse<Narrowing>(name, ignoreCase: true))) is { } useless)
            return new Refusal("not_narrowed", $"This question cannot be narrowed by {useless}. Take that filter away.");
        var tenants = actor.Tenants?.ToList();
        var (t, i, v, k, g, p) = (Value(Tenant), Value(Integration), Value(Vendor), Value(Kind), Value(Target), Value(Person));
        var tenant = t is null ? null : await db.Tenants.Where(x => x.Key == t && (tenants == null || tenants.Contains(x.Id))).Select(x => (TenantId?)x.Id).SingleOrDefaultAsync(cancellation);
        var integration = i is null ? null : await db.Integrations.To(actor, db).Where(x => x.Key == i).Select(x => (IntegrationId?)x.Id).SingleOrDefaultAsync(cancellation);
        var vendor = v is null ? null : await db.Vendors.InTenants(tenants).Where(x => x.Key == v).Select(x => (VendorId?)x.Id).SingleOrDefaultAsync(cancellation);
        var target = g is null ? null : await db.Targets.To(actor, db).Where(x => x.Key == g).Select(x => (TargetId?)x.Id).SingleOrDefaultAsync(cancellation);
        var kind = Enum.TryParse<IntegrationKind>(k, out var known) && Enum.IsDefined(known) ? known : (IntegrationKind?)null;
        var who = new PersonId(Guid.TryParse(p, out var id) ? id : Guid.Empty);
        var person = p is null ? null : await db.People.IgnoreAutoIncludes().To(actor).Where(x => x.Id == who).Select(x => new { x.Id, x.Name }).SingleOrDefaultAsync(cancellation);
        foreach (var (word, value, found) in new[] { (Tenant, t, tenant is not null), (Integration, i, integration is not null), (Vendor, v, vendor is not null), (Target, g, target is not null), (Kind, k, kind is not null), (Person, p, person is not null) })
            if (value is not null && !found)
                return new Refusal("not_found", $"There is no {word} “{value}” for you.");
        string?[] words = [t is null ? null : $"tenant {t}", k is null ? null : kind!.Value.Title().ToLowerInvariant(), i is null ? null : $"integration {i}", v is null ? null : $"vendor {v}", g is null ? null : $"target {g}", person is null ? null : $"with {person.Name}"];
        return new QuestionScope(db, tenant is { } one ? [one] : tenants, Since, Until)
        {
            Integration = integration, Vendor = vendor, Target = target, Kind = kind, Person = person?.Id,
            Words = string.Join(", ", words.OfType<string>().Prepend($"{Day(From)} to {Day(To)} UTC")),
        };
    }

    private string? Value(string name) => Values.GetValueOrDefault(name);

    private static (DateOnly, DateOnly) Range(string? period, DateOnly today) => Named(period) ?? (Quarter(today).AddMonths(-3), Quarter(today).AddDays(-1));

    private static (DateOnly, DateOnly)? Named(string? period)
    {
        if (period is not { Length: 4 or 7 } || !int.TryParse(period[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is <= 1970 or >= 9000)
            return null;
        if (period.Length == 4)
            return (new(year, 1, 1), new(year, 12, 31));
        if (period[4..6] != "-Q" || period[6] is < '1' or > '4')
            return null;
        var first = new DateOnly(year, ((period[6] - '1') * 3) + 1, 1);
        return (first, first.AddMonths(3).AddDays(-1));
    }

    private static DateOnly Quarter(DateOnly day) => new(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1);

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Read(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9000 ? day : null;
}
