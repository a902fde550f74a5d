using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Audit.Archiving;

namespace NhiPortal.Features.Evidence;

/// <summary>Which events a package is about, and between which leaves they can stand.</summary>
internal sealed record EvidenceReach(DateTimeOffset From, DateTimeOffset Until, EvidenceScope Scope, IReadOnlyCollection<TenantId>? Sees)
{
    // A decision gets its place when the sequencer comes by, which takes a second, or as long as an outage lasts.
    private static readonly TimeSpan LatestPlace = TimeSpan.FromHours(1);

    public static EvidenceReach Of(EvidencePackage package) =>
        new(package.From, package.Until, new(package.TenantId, package.IntegrationId, package.VendorId, package.TargetId, package.CampaignId), package.Sees);

    /// <summary>Events of period, scope and sight, placed or not, in no order.</summary>
    /// <param name="db">Where to read.</param>
    /// <param name="walked">Written so that no index answers it: the walk along the leaves is what keeps the tree's order.</param>
    public IQueryable<AuditEvent> In(PortalDb db, bool walked)
    {
        var (from, until) = (From, Until);
        var events = db.AuditEvents.AsNoTracking();
        events = walked ? events.Where(e => (e.At >= from && e.At < until ? 1 : 0) > 0) : events.Where(e => e.At >= from && e.At < until);
        if (Sees?.Select(tenant => (TenantId?)tenant).ToList() is { } tenants)
            events = events.Where(e => (tenants.Contains(e.TenantId) ? 1 : 0) > 0);
        if (Scope.Tenant is { } tenant)
            events = events.Where(e => (e.TenantId == tenant ? 1 : 0) > 0);
        if (Scope.Integration is { } integration)
            events = walked ? events.Where(e => (e.IntegrationId == integration ? 1 : 0) > 0) : events.Where(e => e.IntegrationId == integration);
        if (Scope.Vendor is { } vendor)
            events = events.Where(e => (db.Integrations.Any(i => i.VendorId == vendor && i.Id == e.IntegrationId) ? 1 : 0) > 0);
        if (Scope.Target is { } target)
            events = walked ? events.Where(e => (e.TargetId == target ? 1 : 0) > 0) : events.Where(e => e.TargetId == target);
        if (Scope.Campaign is { } campaign)
        {
            // Canonical JSON has one spelling, and a quotation mark inside a text is never without its stroke.
            var named = $"\"campaign\":\"{campaign}\"";
            events = events.Where(e => e.Body.Contains(named));
        }

        return events;
    }

    /// <summary>The leaves between which every placed event of the period stands.</summary>
    public async Task<(long First, long End)> LeavesAsync(PortalDb db, long size, CancellationToken cancellation) =>
        (await FirstFromAsync(db, From - LatestPlace, size, cancellation), await FirstFromAsync(db, Until + LatestPlace, size, cancellation));

    // The log is nearly in the order of time, so halving it finds any moment.
    private static async Task<long> FirstFromAsync(PortalDb db, DateTimeOffset moment, long size, CancellationToken cancellation)
    {
        // What was archived is older than all that is left, and the database knows nothing of its times.
        var (low, high) = (Math.Min(await db.ArchivedSizeAsync(cancellation), size), size);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var at = await db.AuditEvents.Where(e => e.LeafIndex == middle).Select(e => (DateTimeOffset?)e.At).SingleOrDefaultAsync(cancellation)
                ?? throw new EvidenceFault($"Event {middle} is missing from the log. Verify the log: it is not as it was signed.");
            if (at < moment)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}

/// <summary>Why a package cannot be built, for people.</summary>
internal sealed class EvidenceFault(string sentence) : Exception(sentence);
