using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended;

/// <summary>What shows that one thing is gone, or what is still missing.</summary>
internal sealed record TakenProof(bool Gone, string Words);

/// <summary>Looks for the proofs of some things taken, all of a kind at once.</summary>
internal static class TakenProofs
{
    public static async Task<Dictionary<RevocationItem, TakenProof>> ProofsAsync(this Work run, IReadOnlyList<RevocationItem> items, CancellationToken cancellation)
    {
        var db = run.Db;
        List<Guid> Of(TakenKind kind) => [.. items.Where(item => item.Kind == kind).Select(item => item.Thing)];
        var (integrationIds, grantIds) = (Of(TakenKind.Status).ConvertAll(id => new IntegrationId(id)), Of(TakenKind.Grant).ConvertAll(id => new GrantId(id)));
        var (identityIds, credentialIds) = (Of(TakenKind.Identity).ConvertAll(id => new WorkloadId(id)), Of(TakenKind.Credential).ConvertAll(id => new CredentialId(id)));
        var integrations = await db.Integrations.Where(i => integrationIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id.Value, i => i.Status, cancellation);
        var grants = await db.Grants.Where(g => grantIds.Contains(g.Id)).ToDictionaryAsync(g => g.Id.Value, g => g.Status, cancellation);
        var executions = await db.Executions.AsNoTracking().Where(e => grantIds.Contains(e.GrantId)).ToDictionaryAsync(e => e.GrantId.Value, cancellation);
        var identities = await db.Workloads.AsNoTracking().Where(w => identityIds.Contains(w.Id)).ToDictionaryAsync(w => w.Id.Value, cancellation);
        var credentials = await db.Credentials.Where(c => credentialIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id.Value, c => c.RevokedAt, cancellation);
        var pathIds = Of(TakenKind.Path).ConvertAll(id => new PathId(id));
        var paths = await db.Paths.Where(p => pathIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id.Value, p => p.RemovedAt, cancellation);
        var seen = await run.SeenAsync([.. items.Where(item => item is { Way: TakenWay.Hand, Kind: TakenKind.Identity, TargetId: not null })], identities, cancellation);
        return items.ToDictionary(item => item, item => item switch
        {
            { Kind: TakenKind.Status } => InPortal(integrations[item.Thing] != IntegrationStatus.Active, "it is not active", "somebody made it active again"),
            { Kind: TakenKind.Grant, Way: TakenWay.Connector } => OnTarget(executions[item.Thing]),
            { Kind: TakenKind.Grant } => InPortal(grants[item.Thing] != GrantStatus.Active, "the grant has ended", "the grant lives"),
            { Kind: TakenKind.Identity, Way: TakenWay.Portal } => InPortal(identities[item.Thing].RetiredAt is not null, "nobody is recognised by it", "it is recognised"),
            { Kind: TakenKind.Path } => InPortal(paths[item.Thing] is not null, "the path is closed", "the path is open"),
            { Kind: TakenKind.Credential, Way: TakenWay.Portal } => InPortal(credentials[item.Thing] is not null, "it counts as revoked", "it counts again"),
            _ => seen.TryGetValue(item, out var reading) ? reading : new(false, $"{item.Label}: {(item.DoneAt is null ? "nobody has said yet that it is taken away there." : "somebody other must confirm it.")}"),
        });
    }

    private static TakenProof InPortal(bool gone, string shows, string not) => gone ? new(true, $"The portal itself shows it: {shows}.") : new(false, $"The portal shows that {not}.");

    private static TakenProof OnTarget(Execution execution) => execution.State switch
    {
        ExecutionState.Reverted => new(true, $"Read back from the target: {execution.Change.Account} is now {execution.After?.Words(execution.Change) ?? "as before"}."),
        ExecutionState.Finished or ExecutionState.NotDone => new(true, "Nothing had to be taken back on the target."),
        _ => new(false, $"{execution.Change.Account} on the target: {execution.Trouble ?? "it is being taken back."}"),
    };

    /// <summary>Accounts that a whole reading after the taking does not show any more, or shows switched off.</summary>
    private static async Task<Dictionary<RevocationItem, TakenProof>> SeenAsync(
        this Work run, IReadOnlyList<RevocationItem> items, Dictionary<Guid, WorkloadIdentity> identities, CancellationToken cancellation)
    {
        var targets = items.Select(item => item.TargetId!.Value).Distinct().ToList();
        if (targets.Count == 0)
            return [];
        var names = identities.Values.Select(identity => identity.Subject).Distinct().ToList();
        var readings = await run.Db.Readings.AsNoTracking().Where(r => targets.Contains(r.TargetId)).ToDictionaryAsync(r => r.TargetId, r => r.LastReadAt, cancellation);
        var there = (await run.Db.Candidates.AsNoTracking().Where(c => targets.Contains(c.TargetId) && names.Contains(c.AccountName) && c.GoneAt == null && c.Enabled)
            .Select(c => new { c.TargetId, c.AccountName }).ToListAsync(cancellation)).Select(c => (c.TargetId, c.AccountName)).ToHashSet();
        return items.Where(item => readings.GetValueOrDefault(item.TargetId!.Value) > item.TakenAt && !there.Contains((item.TargetId!.Value, identities[item.Thing].Subject)))
            .ToDictionary(item => item, item => new TakenProof(true, $"The target was read on {readings[item.TargetId!.Value]:d MMM yyyy, HH:mm} UTC and does not show the account, or shows it switched off."));
    }
}
