using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Stops;
using NhiPortal.Features.Discovery;

namespace NhiPortal.Features.Stops;

/// <summary>How hard something is cut off.</summary>
public enum CutOffHow
{
    /// <summary>Suspended: it goes on where it was when it is resumed.</summary>
    Pause,
    Stop,
    ForGood,
}

/// <summary>One thing that would stop, in a sentence.</summary>
public sealed record CutOffLine(string Integration, string Sentence);

/// <summary>What would stop if something were cut off now: counted whole, told as far as a screen holds it.</summary>
public sealed record CutOff(int Integrations, int Grants, int Requests, int Targets, int Paths, int Identities, int Credentials, IReadOnlyList<CutOffLine> Lines)
{
    /// <summary>Accounts that the portal would switch off on their targets.</summary>
    public required int Accounts { get; init; }

    /// <summary>Targets where only a person can take anything away.</summary>
    public required IReadOnlyList<string> ByHand { get; init; }

    /// <summary>The lines of a dialog: how much, then what exactly.</summary>
    public IReadOnlyList<string> Effects(CutOffHow how)
    {
        List<string> said = [];
        if (how == CutOffHow.Stop)
            said.Add(Count(Integrations, "integration is", "integrations are") + " stopped.");
        said.Add(Grants == 0 ? "No grant is live now." : Count(Grants, "live grant", "live grants") + (how == CutOffHow.Pause ? " cannot be used meanwhile." : Grants == 1 ? " is revoked." : " are revoked."));
        said.Add(Requests == 0 ? "No request is waiting." : Count(Requests, "waiting request", "waiting requests") + (how == CutOffHow.Pause ? " cannot be approved meanwhile." : Requests == 1 ? " is cancelled." : " are cancelled."));
        said.Add($"{Count(Targets, "target is", "targets are")} out of its reach ({Count(Paths, "path", "paths")}).");
        if (how == CutOffHow.ForGood)
            said.Add($"{Count(Identities, "identity is", "identities are")} retired, {Count(Credentials, "credential counts", "credentials count")} as revoked.");
        if (how == CutOffHow.Stop)
        {
            said.Add(Accounts == 0 ? "No account is known that the portal can switch off." : Count(Accounts, "account", "accounts") + " of its own " + (Accounts == 1 ? "is" : "are") + " switched off on the target.");
            if (ByHand.Count > 0)
                said.Add($"Left to people, because the portal cannot change it: {string.Join(", ", ByHand.Take(5))}{(ByHand.Count > 5 ? $" and {ByHand.Count - 5:N0} more" : "")}.");
            said.Add("Lifting it later restores nothing of this.");
        }

        return [.. said, .. Lines.Select(line => $"{line.Integration}: {line.Sentence}")];
    }

    private static string Count(int n, string one, string many) => $"{n:N0} {(n == 1 ? one : many)}";
}

/// <summary>The dry run of cutting something off: the same question the stop itself asks, and nothing is changed.</summary>
public sealed class CutOffQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, TimeProvider time)
{
    private const int InSight = 12;

    public async Task<CutOff> RunAsync(Actor actor, StopScope scope, Guid thing, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        if (await db.StoppableAsync(actor, scope, thing, cancellation) is null)
            return new(0, 0, 0, 0, 0, 0, 0, []) { Accounts = 0, ByHand = [] };
        var cut = db.IntegrationsUnder(scope, thing).AsNoTracking();
        var ids = cut.Select(i => i.Id);
        var grants = db.GrantsUnder(scope, thing, now).AsNoTracking();
        var requests = db.RequestsUnder(scope, thing, now).AsNoTracking();
        var paths = db.PathsUnder(scope, thing).AsNoTracking();
        var accounts = await db.AccountsUnderAsync(scope, thing, 1000, cancellation);
        var targets = await db.TargetsUnder(scope, thing).OrderBy(t => t.Key).Select(t => t.Key).ToListAsync(cancellation);
        bool Acts(HeldAccount held) => connectors.Acts(held.TargetKey) && !connectors.IsOwn(held.TargetKey, held.Account);
        return new(
            await cut.CountAsync(cancellation), await grants.CountAsync(cancellation), await requests.CountAsync(cancellation), targets.Count, await paths.CountAsync(cancellation),
            await db.Workloads.CountAsync(w => ids.Contains(w.IntegrationId) && w.RetiredAt == null, cancellation),
            await db.Credentials.CountAsync(c => ids.Contains(c.IntegrationId) && c.RevokedAt == null, cancellation), await LinesAsync(db, grants, requests, cancellation))
        {
            Accounts = accounts.Count(Acts),
            ByHand = [.. targets.Where(key => !connectors.Acts(key)).Union(accounts.Where(held => !Acts(held)).Select(held => held.TargetKey))],
        };
    }

    private static async Task<IReadOnlyList<CutOffLine>> LinesAsync(PortalDb db, IQueryable<Domain.Grants.Grant> grants, IQueryable<Domain.Requests.AccessRequest> requests, CancellationToken cancellation)
    {
        var live = await grants.OrderBy(g => g.Until).Take(InSight)
            .Join(db.Integrations, g => g.IntegrationId, i => i.Id, (g, i) => new { i.Key, Grant = g }).Join(db.Targets, row => row.Grant.TargetId, t => t.Id, (row, t) => new { row.Key, row.Grant, Target = t.Key })
            .ToListAsync(cancellation);
        var waiting = await requests.OrderBy(r => r.ExpiresAt).Take(InSight)
            .Join(db.Integrations, r => r.IntegrationId, i => i.Id, (r, i) => new { i.Key, Request = r }).Join(db.Targets, row => row.Request.TargetId, t => t.Id, (row, t) => new { row.Key, row.Request.ActionName, row.Request.ResourceId, Target = t.Key })
            .ToListAsync(cancellation);
        return
        [
            .. live.Select(row => new CutOffLine(row.Key, $"granted now, {row.Grant.ActionName} on {row.Target} for {row.Grant.ResourceId}, until {row.Grant.Until:HH:mm} UTC")),
            .. waiting.Select(row => new CutOffLine(row.Key, $"waiting, {row.ActionName} on {row.Target} for {row.ResourceId}")),
        ];
    }
}
