using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Integrations.Drafts;

namespace NhiPortal.Features.Unattended;

/// <summary>Gives back exactly what one revocation took, as far as nobody took it anew since and nothing else wants it gone.</summary>
internal static class WaysBack
{
    public static async Task GiveBackAsync(this Work run, Revocation row, Things things, CancellationToken cancellation)
    {
        foreach (var item in row.Items.Where(item => item.RestoredAt is null).OrderBy(item => item.Number))
        {
            var given = item.Kind switch
            {
                TakenKind.Status => await run.ResumeAsync(row, item, cancellation),
                TakenKind.Grant => await run.ReinstateAsync(row, item, cancellation),
                TakenKind.Identity => await run.ReviveAsync(row, item, cancellation),
                TakenKind.Path => await run.ReopenAsync(row, item, cancellation),
                _ => await run.RestoreAsync(row, item, cancellation),
            };
            item.Restore(given ?? "Given back.", run.Now);
            run.Record(things.Note(row, given is null ? "revocation.gave_back" : "revocation.left_taken", given is null ? $"Given back: {item.Label}." : $"Not given back: {item.Label}. {given}"));
        }
    }

    private static async Task<string?> ResumeAsync(this Work run, Revocation row, RevocationItem item, CancellationToken cancellation)
    {
        var integration = await run.Db.Integrations.SingleAsync(i => i.Id == new IntegrationId(item.Thing), cancellation);
        // Somebody may have suspended it for reasons of their own since.
        if (integration.Status != IntegrationStatus.Suspended || integration.StatusReason != row.TakingReason)
            return integration.Status == IntegrationStatus.Active ? "It was active again already." : "It is stopped for another reason by now.";
        integration.Resume("What it was suspended for is settled.");
        if (await run.OtherAsync(row, item, integration.Id, null, cancellation) is { } other)
        {
            integration.Suspend(other.TakingReason);
            return Left(other);
        }

        run.Record(Registrations.About(integration) with
        {
            Kind = "integration.resumed",
            Sentence = $"{integration.Key} works again: what it was suspended for is settled.",
            Before = new Dictionary<string, string?> { ["status"] = "Suspended" },
            After = new Dictionary<string, string?> { ["status"] = "Active" },
        });
        return null;
    }

    private static async Task<string?> ReinstateAsync(this Work run, Revocation row, RevocationItem item, CancellationToken cancellation)
    {
        var grant = await run.Db.Grants.SingleAsync(g => g.Id == new GrantId(item.Thing), cancellation);
        if (await run.Db.StoppedAsync(run.Db.Integrations.Where(i => i.Id == grant.IntegrationId), [grant.TargetId], cancellation) is { } stopped)
            return $"{stopped} is stopped.";
        if (!grant.Reinstate(row.TakingReason, run.Now))
            return "Its own time was over.";
        if (await run.OtherAsync(row, item, grant.IntegrationId, grant, cancellation) is { } other)
        {
            grant.Revoke(null, other.TakingReason, run.Now);
            return Left(other);
        }

        if (await run.Db.Executions.SingleOrDefaultAsync(e => e.GrantId == grant.Id, cancellation) is { } execution)
            execution.Again(run.Now);
        return null;
    }

    private static async Task<string?> ReviveAsync(this Work run, Revocation row, RevocationItem item, CancellationToken cancellation)
    {
        var identity = await run.Db.Workloads.SingleAsync(w => w.Id == new WorkloadId(item.Thing), cancellation);
        if (await run.Db.Workloads.AnyAsync(w => w.Issuer == identity.Issuer && w.Subject == identity.Subject && w.RetiredAt == null, cancellation))
            return "Another integration is recognised by it by now.";
        if (identity.RetiredAt == item.TakenAt && await run.OtherAsync(row, item, identity.IntegrationId, null, cancellation) is { } other)
            return Left(other);
        return identity.Revive(item.TakenAt) ? null : "It was retired for another reason by now.";
    }

    private static async Task<string?> ReopenAsync(this Work run, Revocation row, RevocationItem item, CancellationToken cancellation)
    {
        var path = await run.Db.Paths.SingleAsync(p => p.Id == new PathId(item.Thing), cancellation);
        if (path.RemovedAt == item.TakenAt && await run.OtherAsync(row, item, path.IntegrationId, null, cancellation) is { } other)
            return Left(other);
        return path.Reopen(item.TakenAt) ? null : "It is open again, or was closed for another reason by now.";
    }

    private static async Task<string?> RestoreAsync(this Work run, Revocation row, RevocationItem item, CancellationToken cancellation)
    {
        var credential = await run.Db.Credentials.SingleAsync(c => c.Id == new CredentialId(item.Thing), cancellation);
        if (credential.RevokedAt == item.TakenAt && await run.OtherAsync(row, item, credential.IntegrationId, null, cancellation) is { } other)
            return Left(other);
        return credential.Restore(item.TakenAt, run.Now) ? null : "It has expired, or was revoked for another reason by now.";
    }

    /// <summary>
    /// Another revocation that came as far, or was carried out since this was taken, and wants the same gone: it stays
    /// away, and is now the other's to show and to give back.
    /// </summary>
    private static async Task<Revocation?> OtherAsync(this Work run, Revocation row, RevocationItem item, IntegrationId of, Grant? grant, CancellationToken cancellation)
    {
        var target = grant?.TargetId;
        var others = await run.Db.Revocations.Include(r => r.Items).Where(r => (r.IntegrationId == of || (target != null && r.TargetId == target)) && r.Id != row.Id
            && ((r.EndedAt == null && (r.Step == LadderStep.Suspend || r.Step == LadderStep.Revoke)) || (r.State == RevocationState.Confirmed && r.StartedAt >= item.TakenAt))).OrderBy(r => r.Id).ToListAsync(cancellation);
        var judged = others.Select(other => other.PathId).OfType<PathId>().ToList();
        var paths = await run.Db.Paths.Where(p => judged.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        // Some may have ended in this very transaction.
        foreach (var other in others.Where(one => (one.EndedAt is null || one.State == RevocationState.Confirmed) && one.Wants(item, of, grant, one.PathId is { } id ? paths[id] : null)))
        {
            // One that ended does not open again beside another about the same.
            if (other.EndedAt is not null && item.ConfirmedAt is null && await run.Db.Revocations.AnyAsync(r => r.Subject == other.Subject && r.EndedAt == null, cancellation))
                continue;
            other.TakeOver(item, run.Now);
            return other;
        }

        return null;
    }

    private static string Left(Revocation other) => $"It stays taken for another reason: {other.TakingReason}";
}
