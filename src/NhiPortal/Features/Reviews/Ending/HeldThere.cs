using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Discovery;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>Takes away what an integration's accounts hold on a target by themselves: by the connector, or by whoever owns the target.</summary>
internal sealed class HeldThere(Work run, ReviewCampaign campaign, ConfiguredConnectors connectors)
{
    /// <param name="item">The item whose outcome asks for it.</param>
    /// <param name="integration">Whose accounts.</param>
    /// <param name="target">Where.</param>
    /// <param name="before">How many lines the item has already.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<IReadOnlyList<CarryOut>> TakeAsync(ReviewItem item, Integration integration, TargetSystem target, int before, CancellationToken cancellation)
    {
        var issuer = WorkloadIdentity.OnTarget(target.Key);
        var accounts = await run.Db.Workloads.Where(w => w.IntegrationId == integration.Id && w.RetiredAt == null && w.Issuer == issuer).OrderBy(w => w.Subject).Select(w => w.Subject).ToListAsync(cancellation);
        var lines = await run.Db.PrivilegeLines.AsNoTracking().Where(l => l.TargetId == target.Id && l.GoneAt == null && accounts.Contains(l.Account)).OrderBy(l => l.Account).ThenBy(l => l.Holder).ToListAsync(cancellation);
        var read = await run.Db.Readings.Where(r => r.TargetId == target.Id).Select(r => r.LastReadAt).SingleOrDefaultAsync(cancellation);
        List<CarryOut> ordered = [];
        foreach (var account in accounts)
        {
            var own = lines.FindAll(line => line.Account == account);
            List<(TargetChange Change, string Words)> changes = own.Count == 0 || own.Exists(line => line.Holder.Length == 0)
                ? [(new() { Account = account, Id = own.FirstOrDefault()?.AccountId, Enabled = false }, $"Account {account} of {integration.Name} on {target.Key} is switched off")]
                : own.ConvertAll(line => (new TargetChange { Account = account, Id = line.AccountId, Member = false, Held = HeldKind.Group, Holder = line.Holder }, $"Account {account} of {integration.Name} on {target.Key} leaves {line.Holder}"));
            if (own.Count == 0 && read is { } at)
                ordered.Add(CarryOut.Here(item, before + ordered.Count + 1, CarryOutKind.Account, $"Account {account} of {integration.Name} holds no privilege on {target.Key}", $"The target was read on {at.UtcDateTime:d MMM yyyy, HH:mm} UTC and shows none.", run.Now));
            else if (connectors.Acts(target.Key) && !connectors.IsOwn(target.Key, account))
                foreach (var (change, words) in changes)
                    ordered.Add(CarryOut.Removed(item, before + ordered.Count + 1, await OrderAsync(integration, target, change, cancellation), words, run.Now));
            else
                ordered.Add(CarryOut.LeftToHand(item, before + ordered.Count + 1, CarryOutKind.Account, $"{string.Join("; ", changes.Select(change => change.Words))}: the portal cannot change this there, do it by hand", await OwnerAsync(target, cancellation), run.Now));
        }

        return ordered;
    }

    /// <summary>
    /// What makes a revoked key useless on the target it opens: its account is switched off there, and read back. Null where the portal
    /// cannot do that, does not know the account, or something else that still counts may sign in as the same.
    /// </summary>
    public async Task<CarryOut?> RetireAsync(ReviewItem item, Integration integration, Credential credential, IEnumerable<Credential> others, int number, CancellationToken cancellation)
    {
        if (await run.Db.Targets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == credential.TargetId, cancellation) is not { } target || !connectors.Acts(target.Key))
            return null;
        var issuer = WorkloadIdentity.OnTarget(target.Key);
        var names = await run.Db.Workloads.Where(w => w.IntegrationId == integration.Id && w.RetiredAt == null && w.Issuer == issuer).ToDictionaryAsync(w => w.Id, w => w.Subject, cancellation);
        string? SignsInAs(Credential key) => key.Account ?? (key.WorkloadId is { } identity ? names.GetValueOrDefault(identity) : null);
        bool SharesWith(Credential other) => (other.TargetId is null || other.TargetId == target.Id) && (SignsInAs(other) is not { } name || string.Equals(name, SignsInAs(credential), StringComparison.OrdinalIgnoreCase));
        if (SignsInAs(credential) is not { } account || connectors.IsOwn(target.Key, account) || others.Any(SharesWith)
            || await run.Db.Workloads.AnyAsync(w => w.Issuer == issuer && w.Subject == account && w.RetiredAt == null && w.IntegrationId != integration.Id, cancellation)
            || await run.Db.Credentials.AnyAsync(c => c.TargetId == target.Id && c.Account == account && c.RevokedAt == null && c.IntegrationId != integration.Id, cancellation))
            return null;
        var change = new TargetChange { Account = account, Enabled = false, Id = await run.Db.PrivilegeLines.Where(l => l.TargetId == target.Id && l.GoneAt == null && l.Account == account).Select(l => l.AccountId).FirstOrDefaultAsync(cancellation) };
        return CarryOut.Removed(item, number, await OrderAsync(integration, target, change, cancellation), $"{credential.Label} of {integration.Name}: its account {account} on {target.Key} is switched off, so that the key opens nothing there", run.Now);
    }

    /// <summary>Somebody may be taking the same away already: then this follows it.</summary>
    private async Task<Removal> OrderAsync(Integration integration, TargetSystem target, TargetChange change, CancellationToken cancellation)
    {
        var removal = Removal.Order(target.TenantId, target.Id, integration.Id, change, $"The access review “{campaign.Name}” revoked it.", null, run.Now);
        if (run.Db.Removals.Local.FirstOrDefault(r => r.Subject == removal.Subject && r.EndedAt == null) is { } mine)
            return mine;
        if (await run.Db.Removals.SingleOrDefaultAsync(r => r.Subject == removal.Subject && r.EndedAt == null, cancellation) is { } running)
            return running;
        run.Db.Removals.Add(removal);
        return removal;
    }

    private async Task<PersonId?> OwnerAsync(TargetSystem target, CancellationToken cancellation) => await run.Db.Ownerships
        .Where(o => o.TargetId == target.Id && o.Role == OwnerRole.SystemOwner && o.ClosedAt == null && o.AcceptedAt != null).Select(o => (PersonId?)o.PersonId).FirstOrDefaultAsync(cancellation);
}
