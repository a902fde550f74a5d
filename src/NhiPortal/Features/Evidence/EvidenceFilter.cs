using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Controls;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Evidence;

/// <summary>Which part of the log evidence is about; the same words on the page and in its address.</summary>
public sealed record EvidenceFilter(DateTimeOffset From, DateTimeOffset Until)
{
    public const string Period = "period", FromDay = "from", ToDay = "to", Tenant = "tenant", Integration = "integration", Vendor = "vendor", Target = "target", Framework = "framework", Campaign = "review";
    public const string ThisQuarter = "quarter", LastQuarter = "last-quarter", Month = "30", Year = "365", Whole = "all";

    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        [Period] = "Period", [FromDay] = "From", [ToDay] = "To", [Tenant] = "Tenant", [Integration] = "Integration", [Vendor] = "Vendor", [Target] = "Target",
        [Framework] = "Framework", [Campaign] = "Access review",
    };

    public static readonly IReadOnlyList<(string Value, string Words)> Periods =
        [(LastQuarter, "Last quarter"), (ThisQuarter, "This quarter"), (Month, "Last 30 days"), (Year, "Last 12 months"), (Whole, "Everything on record")];

    public string? TenantKey { get; init; }
    public string? IntegrationKey { get; init; }
    public string? VendorKey { get; init; }
    public string? TargetKey { get; init; }

    /// <summary>The id of the one access review it is about.</summary>
    public string? CampaignKey { get; init; }

    /// <summary>The framework whose controls it tells of; it narrows no event.</summary>
    public string? FrameworkKey { get; init; }

    public string Days => string.Create(CultureInfo.InvariantCulture, $"{From.UtcDateTime:yyyy-MM-dd HH:mm} to {Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    /// <summary>Without a period it is the last 90 days; a day from or to counts more than a period.</summary>
    public static EvidenceFilter Of(ListQuery list, Zone zone, DateTimeOffset now)
    {
        var (from, until) = Range(list.Filter(Period), zone, now);
        if (Day(list.Filter(FromDay)) is { } first)
            (from, until) = (zone.StartOf(first), now);
        if (Day(list.Filter(ToDay)) is { } last)
            until = zone.StartOf(last.AddDays(1));
        return new(from, until)
        {
            TenantKey = list.Filter(Tenant), IntegrationKey = list.Filter(Integration), VendorKey = list.Filter(Vendor), TargetKey = list.Filter(Target),
            CampaignKey = list.Filter(Campaign), FrameworkKey = list.Filter(Framework),
        };
    }

    /// <summary>The period and the things behind the keys, or what is wrong with them. What an actor may not see does not exist.</summary>
    internal async Task<Result<EvidenceAsk>> ReadAsync(PortalDb db, Actor actor, CancellationToken cancellation)
    {
        var tenants = actor.Tenants?.ToList();
        var tenant = TenantKey is { } t ? await db.Tenants.Where(x => x.Key == t && (tenants == null || tenants.Contains(x.Id))).Select(x => (TenantId?)x.Id).SingleOrDefaultAsync(cancellation) : null;
        var integration = IntegrationKey is { } i ? await db.Integrations.To(actor, db).Where(x => x.Key == i).Select(x => (IntegrationId?)x.Id).SingleOrDefaultAsync(cancellation) : null;
        var vendor = VendorKey is { } v ? await db.Vendors.InTenants(tenants).Where(x => x.Key == v).Select(x => (VendorId?)x.Id).SingleOrDefaultAsync(cancellation) : null;
        var target = TargetKey is { } g ? await db.Targets.To(actor, db).Where(x => x.Key == g).Select(x => (TargetId?)x.Id).SingleOrDefaultAsync(cancellation) : null;
        var review = CampaignKey is { } c && Guid.TryParse(c, out var asked) ? await db.ReviewCampaigns.To(actor, db).Where(x => x.Id == new CampaignId(asked)).Select(x => new { x.Id, x.Name }).SingleOrDefaultAsync(cancellation) : null;
        foreach (var (word, key, found) in new[] { ("tenant", TenantKey, tenant is not null), ("integration", IntegrationKey, integration is not null), ("vendor", VendorKey, vendor is not null), ("target", TargetKey, target is not null),
            ("access review", CampaignKey, review is not null), ("framework", FrameworkKey, ControlCatalogue.Shipped.FrameworkOf(FrameworkKey) is not null) })
            if (key is not null && !found)
                return new Refusal("not_found", $"There is no {word} “{key}” for you.");
        // Whoever sees one tenant only asks for that tenant: the next one of it may read the package, too.
        var scope = new Domain.Evidence.EvidenceScope(tenant ?? (tenants is [var only] ? only : null), integration, vendor, target, review?.Id);
        var words = new[] { ("tenant", TenantKey), ("integration", IntegrationKey), ("vendor", VendorKey), ("target", TargetKey), ("access review", review?.Name) }.Where(part => part.Item2 is not null).Select(part => $"{part.Item1} {part.Item2}").ToList();
        if (words.Count == 0)
            words.Add(tenants is null ? "every tenant" : string.Join(", ", await db.Tenants.Where(x => tenants.Contains(x.Id)).OrderBy(x => x.Key).Select(x => "tenant " + x.Key).ToListAsync(cancellation)));
        if (From >= Until)
            return new Refusal("period", "The period ends before it begins.");
        if ((Until - From).TotalDays > EvidencePackage.LongestDays)
            return new Refusal("period", "One package covers ten years at most.");
        return new EvidenceAsk(From, Until, scope, string.Join(", ", words), "") { Framework = FrameworkKey };
    }

    private static (DateTimeOffset, DateTimeOffset) Range(string? period, Zone zone, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(zone.Local(now).DateTime);
        var quarter = new DateOnly(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1);
        return period switch
        {
            LastQuarter => (zone.StartOf(quarter.AddMonths(-3)), zone.StartOf(quarter)),
            ThisQuarter => (zone.StartOf(quarter), now),
            Month => (now.AddDays(-30), now),
            Year => (now.AddDays(-365), now),
            Whole => (now.AddDays(-EvidencePackage.LongestDays), now),
            _ => (now.AddDays(-90), now),
        };
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9000 ? day : null;
}
