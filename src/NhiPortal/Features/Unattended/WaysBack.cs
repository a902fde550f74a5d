using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Integrations.Drafts;

namespace NhiPortal.Features.Unattended;

/// <summary>Gives back exactly what one revocation took, as far as nobody took it anew since, and nothing else.</summary>
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
                TakenKind.Identity => await run.ReviveAsync(item, cancellation),
                TakenKind.Path => await run.ReopenAsync(item, cancellation),
                _ => await run.RestoreAsync(item, cancellation),
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
        // Another that nobody attends to has come as far: it stays down, and is now the other's to give back.
        var others = await run.Db.Revocations.Include(r => r.Items).Where(r => r.IntegrationId == integration.Id && r.Id != row.Id && r.EndedAt == null && (r.Step == LadderStep.Suspend || r.Step == LadderStep.Revoke)).OrderBy(r => r.Id).ToListAsync(cancellation);
        // Some may have ended in this very transaction.
        if (others.Find(one => one.EndedAt is null) is { } other)
        {
            integration.Suspend(other.TakingReason);
            other.Took(TakenKind.Status, integration.Id.Value, item.Label, TakenWay.Portal, null, run.Now);
            return $"It stays suspended for another reason: {other.TakingReason}";
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
        if (!grant.Reinstate(row.TakingReason, run.Now))
            return "Its own time was over.";
        if (await run.Db.Executions.SingleOrDefaultAsync(e => e.GrantId == grant.Id, cancellation) is { } execution)
            execution.Again(run.Now);
        return null;
    }

    private static async Task<string?> ReviveAsync(this Work run, RevocationItem item, CancellationToken cancellation)
    {
        var identity = await run.Db.Workloads.SingleAsync(w => w.Id == new WorkloadId(item.Thing), cancellation);
        if (await run.Db.Workloads.AnyAsync(w => w.Issuer == identity.Issuer && w.Subject == identity.Subject && w.RetiredAt == null, cancellation))
            return "Another integration is recognised by it by now.";
        return identity.Revive(item.TakenAt) ? null : "It was retired for another reason by now.";
    }

    private static async Task<string?> ReopenAsync(this Work run, RevocationItem item, CancellationToken cancellation)
    {
        var path = await run.Db.Paths.SingleAsync(p => p.Id == new PathId(item.Thing), cancellation);
        return path.Reopen(item.TakenAt) ? null : "It is open again, or was closed for another reason by now.";
    }

    private static async Task<string?> RestoreAsync(this Work run, RevocationItem item, CancellationToken cancellation)
    {
        var credential = await run.Db.Credentials.SingleAsync(c => c.Id == new CredentialId(item.Thing), cancellation);
        return credential.Restore(item.TakenAt, run.Now) ? null : "It has expired, or was revoked for another reason by now.";
    }
}
