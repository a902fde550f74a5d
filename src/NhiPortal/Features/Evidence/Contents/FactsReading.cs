using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Findings;

namespace NhiPortal.Features.Evidence.Contents;

/// <summary>Reads what a package's files for people say: controls at the end of the period and now, and what is open.</summary>
internal sealed class FactsReading(PortalDb db, EvidencePackage package, CancellationToken cancellation)
{
    private readonly IReadOnlyList<TenantId>? tenants = package.TenantId is { } one ? [one] : package.Sees;

    public async Task<PackageFacts> ReadAsync(EvidenceContents contents, SigningKeys keys, EventTally tally)
    {
        var (results, failing) = await MeasureAsync();
        var end = package.Until < package.AskedAt ? package.Until : package.AskedAt;
        var atEnd = await db.LastOfAsync(tenants, package.From, end, cancellation);
        var (open, findings) = await FindingsAsync();
        var (classes, held) = await HeldAsync();
        using var key = CheckpointKey.FromPublicJwk(keys.PublicJwks[0])!;
        return new()
        {
            Package = package,
            Contents = contents,
            Organisation = string.Join(", ", await db.Tenants.Where(t => tenants == null || tenants.Contains(t.Id)).OrderBy(t => t.Key).Select(t => t.Name).ToListAsync(cancellation)),
            KeyId = CheckpointKey.Thumbprint(key),
            KeySha256 = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())),
            Tally = tally,
            AtEnd = new("period-end", "End of the period", package.From, end, atEnd, FrameworkCoverage.Of(package.Framework, atEnd)) { Failing = await db.FailedAtAsync(tenants, package.From, end, cancellation) },
            WhenAsked = new("asked", "When asked for", package.AskedAt, package.AskedAt, results, FrameworkCoverage.Of(package.Framework, results)) { Failing = failing },
            OpenFindings = open,
            Findings = findings,
            NotExplained = classes,
            Held = held,
        };
    }

    // Measured anew, so that counts and lists are of the moment the package was asked for, not of the last night.
    private async Task<(Dictionary<string, QueryResult> Results, Dictionary<string, IReadOnlyList<FailingObject>> Failing)> MeasureAsync()
    {
        var needed = ControlCatalogue.Shipped.Controls.Where(control => package.Framework is null || control.Framework == package.Framework).SelectMany(control => control.Evidence).ToHashSet(StringComparer.Ordinal);
        var (results, failing) = (new Dictionary<string, QueryResult>(StringComparer.Ordinal), new Dictionary<string, IReadOnlyList<FailingObject>>(StringComparer.Ordinal));
        foreach (var query in EvidenceQueries.All.Where(query => needed.Contains(query.Name)))
        {
            var evidence = query.Of(new Controls.EvidenceScope(db, tenants, package.AskedAt));
            var count = await evidence.CountAsync(cancellation);
            results[query.Name] = new(query, count, package.AskedAt, query.Limit.Judge(count), count.Missing);
            failing[query.Name] = evidence.Failing is { } rows && count.Failing > 0
                ? await rows.OrderBy(row => row.Name).ThenBy(row => row.Key).Take(PackageFacts.MostFailing).ToListAsync(cancellation) : [];
        }

        return (results, failing);
    }

    private async Task<(Dictionary<Severity, int>, List<FindingRow>)> FindingsAsync()
    {
        var open = db.Findings.AsNoTracking().InTenants(tenants).Where(f => f.Status == FindingStatus.Open);
        if (package.IntegrationId is { } integration)
            open = open.Where(f => f.IntegrationId == integration);
        if (package.TargetId is { } target)
            open = open.Where(f => f.TargetId == target);
        if (package.VendorId is { } vendor)
            open = open.Where(f => db.Integrations.Any(i => i.Id == f.IntegrationId && i.VendorId == vendor));
        var counts = await open.GroupBy(f => f.Severity).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        List<FindingRow> rows = [];
        foreach (var severity in Enum.GetValues<Severity>().OrderDescending().Where(counts.ContainsKey))
            rows.AddRange(await FindingRow.Of(db, open.Where(f => f.Severity == severity).OrderBy(f => f.OpenedAt).ThenBy(f => f.Id).Take(PackageFacts.MostFindings - rows.Count)).ToListAsync(cancellation));
        return (counts, rows);
    }

    private async Task<(Dictionary<PrivilegeClass, int>, List<HeldRow>)> HeldAsync()
    {
        var lines = db.Set<PrivilegeLine>().AsNoTracking().InTenants(tenants).Where(l => l.GoneAt == null && l.Enabled && l.Class != PrivilegeClass.Explained);
        if (package.TargetId is { } target)
            lines = lines.Where(l => l.TargetId == target);
        if (package.IntegrationId is { } integration)
            lines = lines.Where(l => l.IntegrationId == integration);
        var counts = await lines.GroupBy(l => l.Class).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        List<HeldRow> rows = [];
        foreach (var of in Enum.GetValues<PrivilegeClass>().OrderDescending().Where(counts.ContainsKey))
            rows.AddRange(await lines.Where(l => l.Class == of).OrderBy(l => l.FirstSeenAt).ThenBy(l => l.Id).Take(PackageFacts.MostHeld - rows.Count)
                .Select(l => new HeldRow(db.Targets.Where(t => t.Id == l.TargetId).Select(t => t.Key).First(), l.Account, l.Holder, l.Class, l.Sentence, l.FirstSeenAt)).ToListAsync(cancellation));
        return (counts, rows);
    }
}
