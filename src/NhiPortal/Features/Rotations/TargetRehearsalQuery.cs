using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Executions;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rotations;

/// <summary>What the target itself shows before a rotation: whether two can live side by side, and who would stand still.</summary>
/// <param name="Partner">The account that would take the first one's place.</param>
/// <param name="Sight">What is there; null when it could not be read.</param>
/// <param name="WhyAlone">Why there is no overlap; null when there is one.</param>
/// <param name="Fault">Why nothing could be read.</param>
public sealed record TargetRehearsal(string Account, string Partner, RotationSight? Sight, string? WhyAlone, string? Fault);

/// <summary>Looks at the target on behalf of somebody who may rotate; changes nothing there.</summary>
public sealed class TargetRehearsalQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, ConfiguredVaults vaults, TimeProvider time)
{
    /// <summary>Null for whoever may not rotate it.</summary>
    public async Task<TargetRehearsal?> RunAsync(Actor actor, CredentialId id, string account, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var credential = await db.Credentials.AsNoTracking().To(actor, db).SingleOrDefaultAsync(c => c.Id == id, cancellation);
        if (credential is null || !await db.MayHandleAsync(actor, credential, true, time.GetUtcNow(), cancellation))
            return null;
        var target = await db.Targets.Where(t => t.Id == credential.TargetId).Select(t => t.Key).SingleOrDefaultAsync(cancellation);
        account = account.Trim();
        var foreign = target is null || account.Length == 0 || connectors.WhyNotRotated(vaults, credential.KeptIn, target) is not null ? null : await db.WhyNotItsAccountAsync(actor, credential, target, account, cancellation);
        return foreign is null ? await connectors.RehearseAsync(vaults, credential.KeptIn, target, account, cancellation) : new(account, connectors.PartnerOf(target!, account), null, null, foreign.Sentence);
    }
}

/// <summary>What the portal can say before it renews a credential itself.</summary>
internal static class RotatingThrough
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<TargetRehearsal> RehearseAsync(this ConfiguredConnectors connectors, ConfiguredVaults vaults, string keptIn, string? target, string account, CancellationToken cancellation)
    {
        var partner = target is null ? account : connectors.PartnerOf(target, account);
        if (connectors.WhyNotRotated(vaults, keptIn, target) is { } cannot)
            return new(account, partner, null, null, cannot.Sentence);
        if (account.Length is 0 or > Text.Name)
            return new(account, partner, null, null, "Say which account signs in with it.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            var connector = (IRotatingConnector)connectors.Open(target!);
            var first = await connector.LookAsync(account, limit.Token);
            if (!first.Exists || !first.Enabled)
                return new(account, partner, first, null, first.Exists ? "The account is switched off on the target, so nothing uses it." : $"There is no account {account} on {target}.");
            if (partner == account)
                return new(account, partner, first, null, RotationThere.WhyNotOne(account, first));
            return new(account, partner, first, PairedAccounts.WhyNot(first, first.WhyAlone is null ? await connector.LookAsync(partner, limit.Token) : RotationSight.Nowhere, account, partner), null);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            return new(account, partner, null, null, FaultWords.Of(error));
        }
    }

    /// <summary>Why the portal cannot renew it itself at all; null when it can.</summary>
    public static Refusal? WhyNotRotated(this ConfiguredConnectors connectors, ConfiguredVaults vaults, string keptIn, string? target) =>
        target is null ? new("no_target", "The register does not say which target it opens. Enter that, or rotate it by hand.")
        : !connectors.Rotates(target) ? new("no_connector", $"The portal has no connector that renews secrets on {target}. Rotate it by hand.")
        : vaults.Misspelt(keptIn) is { } vault ? new("no_reference", $"It is kept in {keptIn}, and the vault {vault} knows a secret by one name of letters, digits and hyphens, such as {vault}/hr-sync. Correct where it is kept, or rotate it by hand.")
        : !vaults.Keeps(keptIn) ? new("no_vault", $"No vault in the settings is the one where it is kept ({keptIn}), so nothing new can be put there. An operator adds the vault, or rotate it by hand.")
        : null;

    /// <summary>
    /// Why the portal does not touch an account for this credential. Owners have renewed only what the register knows as their integration's
    /// own, or any of them could take over, or double, any account of the target; staff vouch for one that nobody else is known by and
    /// that holds no power.
    /// </summary>
    public static async Task<Refusal?> WhyNotItsAccountAsync(this PortalDb db, Actor actor, Credential credential, string target, string account, CancellationToken cancellation)
    {
        var (issuer, named, there) = (WorkloadIdentity.OnTarget(target), Like.Holding(account), credential.TargetId);
        // Compared here, letter for letter: what one target takes for the same name is two on another.
        var known = (await db.Workloads.Where(w => w.Issuer == issuer && w.RetiredAt == null && EF.Functions.Like(w.Subject, named, Like.Escape)).Select(w => new { w.IntegrationId, w.Subject }).ToListAsync(cancellation))
            .FindAll(w => string.Equals(w.Subject, account, StringComparison.OrdinalIgnoreCase));
        if (account == credential.Account || known.Exists(w => w.IntegrationId == credential.IntegrationId && w.Subject == account))
            return null;
        var used = await db.Credentials.Where(c => c.TargetId == there && c.Status == CredentialStatus.Active && c.IntegrationId != credential.IntegrationId && c.Account != null && EF.Functions.Like(c.Account, named, Like.Escape)).Select(c => c.Account!).ToListAsync(cancellation);
        used.AddRange(await db.PrivilegeLines.Where(l => l.TargetId == there && l.GoneAt == null && l.IntegrationId != credential.IntegrationId && (l.ForIntegrationId != credential.IntegrationId || l.AgreedById == null) && EF.Functions.Like(l.Account, named, Like.Escape)).Select(l => l.Account).ToListAsync(cancellation));
        return !Permissions.Allows(actor, Permission.ManageCredentials)
            ? new("not_its_account", $"The register does not know {account} as an account of this integration on {target}, so the portal does not change it for its owners. Have IAM staff rotate it this time, or rotate it by hand.")
            : known.Count > 0 || used.Contains(account, StringComparer.OrdinalIgnoreCase)
                ? new("not_its_account", $"{account} is known on {target} as another's, or as an administrator nobody has adopted for this integration, so the portal does not change it for this credential.")
                : null;
    }
}
