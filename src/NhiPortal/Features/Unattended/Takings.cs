using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Integrations.Drafts;

namespace NhiPortal.Features.Unattended;

/// <summary>Everything that some revocations may take, read for all of them at once.</summary>
internal sealed record TakingRows(
    IReadOnlyDictionary<IntegrationId, Integration> Integrations, IReadOnlyList<Grant> Grants, ILookup<IntegrationId, WorkloadIdentity> Identities,
    ILookup<IntegrationId, Credential> Credentials, IReadOnlySet<GrantId> Brokered, IReadOnlyDictionary<string, TargetId> TargetKeys, IReadOnlyDictionary<PathId, PrivilegePath> Paths);

/// <summary>Takes away what a step of the ladder says, notes each thing taken, and records it under its own kind, too.</summary>
internal static class Takings
{
    public static async Task<TakingRows> TakingRowsAsync(this Work run, IReadOnlyList<Revocation> rows, CancellationToken cancellation)
    {
        var db = run.Db;
        var targets = rows.Where(row => row.IntegrationId is null).Select(row => row.TargetId).OfType<TargetId>().Distinct().ToList();
        var ids = rows.Select(row => row.IntegrationId).OfType<IntegrationId>().Distinct().ToList();
        // Asked one after the other, and the status so that no index answers it: either would read every live grant there is.
        var live = db.Grants.Where(g => (g.Status == GrantStatus.Active ? 1 : 0) > 0 && g.Until > run.Now);
        var grants = await live.Where(g => ids.Contains(g.IntegrationId)).ToListAsync(cancellation);
        if (targets.Count > 0)
            grants = [.. grants.Union(await live.Where(g => targets.Contains(g.TargetId)).ToListAsync(cancellation))];
        var given = grants.ConvertAll(grant => grant.Id);
        var all = ids.Union(grants.Select(grant => grant.IntegrationId)).ToList();
        var identities = await db.Workloads.Where(w => ids.Contains(w.IntegrationId) && w.RetiredAt == null).ToListAsync(cancellation);
        var keys = identities.Where(w => w.Issuer.StartsWith(OnTarget, StringComparison.Ordinal)).Select(w => w.Issuer[OnTarget.Length..]).Distinct().ToList();
        var paths = rows.Select(row => row.PathId).OfType<PathId>().ToList();
        return new(
            await db.Integrations.Where(i => all.Contains(i.Id)).ToDictionaryAsync(i => i.Id, cancellation), grants, identities.ToLookup(w => w.IntegrationId),
            (await db.Credentials.Where(c => ids.Contains(c.IntegrationId) && c.RevokedAt == null).ToListAsync(cancellation)).ToLookup(c => c.IntegrationId),
            (await db.Executions.Where(e => given.Contains(e.GrantId) && e.State != ExecutionState.NotDone).Select(e => e.GrantId).ToListAsync(cancellation)).ToHashSet(),
            await db.Targets.Where(t => keys.Contains(t.Key)).ToDictionaryAsync(t => t.Key, t => t.Id, StringComparer.Ordinal, cancellation),
            await db.Paths.Where(p => paths.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation));
    }

    public static void TakeAway(this Work run, Revocation row, LadderStep step, TakingRows rows)
    {
        var integration = row.IntegrationId is { } id ? rows.Integrations[id] : null;
        // A single thing is taken alone; whatever else depends on nobody being there goes with it.
        if (integration is not null && !row.Kind.IsSingle())
        {
            run.Suspend(row, integration);
            // Suspended, it may use nothing; what the portal carried out for it goes as part of this, and so comes back with it.
            foreach (var grant in rows.Grants.Where(grant => grant.IntegrationId == integration.Id && rows.Brokered.Contains(grant.Id)))
                run.End(row, integration, grant, true);
        }

        if (step != LadderStep.Revoke)
            return;
        var path = row.PathId is { } judged ? rows.Paths[judged] : null;
        if (path is { RemovedAt: null })
            run.CloseWay(row, integration!, path);
        foreach (var grant in rows.Grants.Where(grant => Concerns(row, grant, path)))
            run.End(row, rows.Integrations[grant.IntegrationId], grant, rows.Brokered.Contains(grant.Id));
        if (integration is null)
            return;
        if (TakesIdentities(row.Kind))
            foreach (var identity in rows.Identities[integration.Id].Where(identity => identity.RetiredAt is null))
                run.Retire(row, integration, identity, rows);
        foreach (var credential in rows.Credentials[integration.Id].Where(credential => credential.Id == row.CredentialId || row.Kind == UnattendedKind.SilentIntegration))
            run.Revoke(row, integration, credential);
    }

    private const string OnTarget = "target:";

    /// <summary>Whether a revocation that came so far wants this thing gone, whoever took it.</summary>
    public static bool Wants(this Revocation row, RevocationItem item, IntegrationId? of, Grant? grant, PrivilegePath? closed)
    {
        var whole = row.IntegrationId is { } integration && integration == of && !row.Kind.IsSingle();
        return item.Kind switch
        {
            TakenKind.Status => whole,
            TakenKind.Grant => (whole && item.Way == TakenWay.Connector) || (row.Step == LadderStep.Revoke && Concerns(row, grant!, closed)),
            _ when row.Step != LadderStep.Revoke => false,
            TakenKind.Path => closed?.Id.Value == item.Thing,
            TakenKind.Identity => whole && TakesIdentities(row.Kind),
            _ => row.CredentialId?.Value == item.Thing || (whole && row.Kind == UnattendedKind.SilentIntegration),
        };
    }

    private static bool TakesIdentities(UnattendedKind kind) => kind is UnattendedKind.AttestationOverdue or UnattendedKind.OwnerGone or UnattendedKind.SilentIntegration;

    private static bool Concerns(Revocation row, Grant grant, PrivilegePath? closed) => row.Kind switch
    {
        UnattendedKind.ReviewItem => closed is { } way && way.IntegrationId == grant.IntegrationId && way.TargetId == grant.TargetId && way.ActionName == grant.ActionName && way.Covers(grant.ResourceId),
        UnattendedKind.IdleGrant => grant.Id == row.GrantId,
        UnattendedKind.IdleCredential or UnattendedKind.RotationOverdue => false,
        UnattendedKind.ReviewOverdue => grant.IntegrationId == row.IntegrationId && grant.TargetId == row.TargetId,
        _ => row.IntegrationId is { } integration ? grant.IntegrationId == integration : grant.TargetId == row.TargetId,
    };

    private static void Suspend(this Work run, Revocation row, Integration integration)
    {
        if (!integration.Suspend(row.TakingReason).Succeeded)
            return;
        row.Took(TakenKind.Status, integration.Id.Value, $"{integration.Name} was active", TakenWay.Portal, null, run.Now);
        run.Record(Registrations.About(integration) with
        {
            Kind = "integration.suspended",
            Sentence = $"{integration.Key} was suspended. {row.TakingReason}",
            Before = new Dictionary<string, string?> { ["status"] = "Active" },
            After = new Dictionary<string, string?> { ["status"] = "Suspended" },
            Facts = new Dictionary<string, string?> { ["reason"] = row.TakingReason, ["revocation"] = row.Id.ToString() },
        });
    }

    private static void End(this Work run, Revocation row, Integration integration, Grant grant, bool brokered)
    {
        if (!grant.Revoke(null, row.TakingReason, run.Now).Succeeded)
            return;
        row.Took(TakenKind.Grant, grant.Id.Value, $"Grant of {integration.Name}: {grant.ActionName} {grant.ResourceId}", brokered ? TakenWay.Connector : TakenWay.Portal, grant.TargetId, run.Now);
        run.Record(Registrations.About(integration) with
        {
            Kind = "grant.revoked",
            Sentence = $"The grant of {integration.Key} for {grant.ActionName} ended. {row.TakingReason}",
            Grant = grant.Id,
            Request = grant.RequestId,
            Facts = new Dictionary<string, string?> { ["reason"] = row.TakingReason, ["revocation"] = row.Id.ToString() },
        });
    }

    private static void CloseWay(this Work run, Revocation row, Integration integration, PrivilegePath path)
    {
        path.Remove(run.Now);
        row.Took(TakenKind.Path, path.Id.Value, $"Path of {integration.Name}: {path.ActionName} {path.ResourcePattern}", TakenWay.Portal, path.TargetId, run.Now);
        run.Record(Registrations.About(integration) with
        {
            Kind = "path.removed",
            Sentence = $"The path of {integration.Key} for {path.ActionName}, resources {path.ResourcePattern}, was closed. {row.TakingReason}",
            Before = new Dictionary<string, string?> { ["action"] = path.ActionName, ["pattern"] = path.ResourcePattern },
            Facts = new Dictionary<string, string?> { ["reason"] = row.TakingReason, ["revocation"] = row.Id.ToString() },
        });
    }

    private static void Retire(this Work run, Revocation row, Integration integration, WorkloadIdentity identity, TakingRows rows)
    {
        run.RetireWorkload(integration, identity);
        var onTarget = identity.Issuer.StartsWith(OnTarget, StringComparison.Ordinal) ? identity.Issuer[OnTarget.Length..] : null;
        row.Took(
            TakenKind.Identity, identity.Id.Value, onTarget is null ? $"{identity.Subject} of {integration.Name}" : $"Account {identity.Subject} on {onTarget}, of {integration.Name}",
            onTarget is null ? TakenWay.Portal : TakenWay.Hand, onTarget is not null && rows.TargetKeys.TryGetValue(onTarget, out var target) ? target : null, run.Now);
    }

    private static void Revoke(this Work run, Revocation row, Integration integration, Credential credential)
    {
        if (!credential.Revoke(run.Now))
            return;
        // Nobody but whoever keeps it can delete it there. Where nothing is kept there is nothing to delete.
        row.Took(TakenKind.Credential, credential.Id.Value, $"{credential.Label} of {integration.Name}, kept in {credential.KeptIn}", credential.Kind == CredentialKind.FederatedToken ? TakenWay.Portal : TakenWay.Hand, null, run.Now);
        run.Record(Registrations.About(integration) with
        {
            Kind = "credential.changed",
            Sentence = $"The credential {credential.Label} of {integration.Key} counts as revoked; delete it in {credential.KeptIn}. {row.TakingReason}",
            Facts = new Dictionary<string, string?> { ["credential"] = credential.Id.ToString(), ["revocation"] = row.Id.ToString() },
        });
    }
}
