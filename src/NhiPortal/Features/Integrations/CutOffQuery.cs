using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Integrations;

/// <summary>One thing that would stop, in a sentence.</summary>
public sealed record CutOffLine(string Integration, string Sentence);

/// <summary>What would stop if something were cut off now: counted whole, told as far as a screen holds it.</summary>
public sealed record CutOff(int Integrations, int Grants, int Requests, int Targets, int Paths, int Identities, int Credentials, IReadOnlyList<CutOffLine> Lines)
{
    /// <summary>The lines of a dialog: how much, then what exactly.</summary>
    public IReadOnlyList<string> Effects(bool forGood)
    {
        List<string> said =
        [
            Grants switch { 0 => "No grant is live now.", 1 => "1 live grant stops working.", _ => $"{Grants:N0} live grants stop working." },
            Requests switch
            {
                0 => "No request is waiting.",
                _ => $"{(Requests == 1 ? "1 waiting request" : $"{Requests:N0} waiting requests")} {(forGood ? "cancelled" : "cannot be approved meanwhile")}.",
            },
            $"{Targets:N0} {(Targets == 1 ? "target is" : "targets are")} out of its reach ({Paths:N0} {(Paths == 1 ? "path" : "paths")}).",
        ];
        if (forGood)
            said.Add($"{Identities:N0} {(Identities == 1 ? "identity is" : "identities are")} retired, {Credentials:N0} {(Credentials == 1 ? "credential counts" : "credentials count")} as revoked.");
        return [.. said, .. Lines.Select(line => $"{line.Integration}: {line.Sentence}")];
    }
}

/// <summary>The dry run of cutting off one integration, or every one of a vendor.</summary>
public sealed class CutOffQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int InSight = 12;

    public async Task<CutOff> RunAsync(Actor actor, IntegrationId? integration, VendorId? vendor, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var cut = db.Integrations.AsNoTracking().To(actor, db).Where(i => i.Status != IntegrationStatus.Retired);
        cut = integration is { } one ? cut.Where(i => i.Id == one) : cut.Where(i => i.VendorId == vendor && vendor != null && i.Status == IntegrationStatus.Active);
        var ids = cut.Select(i => i.Id);
        var grants = db.Grants.AsNoTracking().Where(g => ids.Contains(g.IntegrationId) && g.Status == GrantStatus.Active && g.Until > now);
        var requests = db.Requests.AsNoTracking().Where(r => ids.Contains(r.IntegrationId) && r.Status == RequestStatus.Pending && r.ExpiresAt > now);
        var paths = db.Paths.AsNoTracking().Where(p => ids.Contains(p.IntegrationId) && p.RemovedAt == null);
        var live = await grants.OrderBy(g => g.Until).Take(InSight)
            .Join(db.Integrations, g => g.IntegrationId, i => i.Id, (g, i) => new { i.Key, Grant = g }).Join(db.Targets, row => row.Grant.TargetId, t => t.Id, (row, t) => new { row.Key, row.Grant, Target = t.Key })
            .ToListAsync(cancellation);
        var waiting = await requests.OrderBy(r => r.ExpiresAt).Take(InSight)
            .Join(db.Integrations, r => r.IntegrationId, i => i.Id, (r, i) => new { i.Key, Request = r }).Join(db.Targets, row => row.Request.TargetId, t => t.Id, (row, t) => new { row.Key, row.Request.ActionName, row.Request.ResourceId, Target = t.Key })
            .ToListAsync(cancellation);
        return new(
            await cut.CountAsync(cancellation), await grants.CountAsync(cancellation), await requests.CountAsync(cancellation),
            await paths.Select(p => p.TargetId).Distinct().CountAsync(cancellation), await paths.CountAsync(cancellation),
            await db.Workloads.CountAsync(w => ids.Contains(w.IntegrationId) && w.RetiredAt == null, cancellation),
            await db.Credentials.CountAsync(c => ids.Contains(c.IntegrationId) && c.RevokedAt == null, cancellation),
            [
                .. live.Select(row => new CutOffLine(row.Key, $"granted now, {row.Grant.ActionName} on {row.Target} for {row.Grant.ResourceId}, until {row.Grant.Until:HH:mm} UTC")),
                .. waiting.Select(row => new CutOffLine(row.Key, $"waiting, {row.ActionName} on {row.Target} for {row.ResourceId}")),
            ]);
    }
}
