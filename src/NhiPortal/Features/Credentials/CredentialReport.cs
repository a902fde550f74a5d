using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Credentials;

/// <summary>Fills in what a target shows of the accounts behind credentials: when the secret was set, when it was last used, when it ends.</summary>
internal static class CredentialReport
{
    /// <returns>How many credentials the reading says something new of.</returns>
    public static async Task<int> ReadCredentialsAsync(this Work run, TargetSystem target, IReadOnlyList<FoundAccount> accounts, CancellationToken cancellation)
    {
        var issuer = WorkloadIdentity.OnTarget(target.Key);
        var held = await (from credential in run.Db.Credentials
                          where credential.Status == CredentialStatus.Active && credential.Kind != CredentialKind.FederatedToken
                          join identity in run.Db.Workloads on credential.WorkloadId equals (WorkloadId?)identity.Id
                          where identity.Issuer == issuer && identity.RetiredAt == null
                          select new { Credential = credential, Subject = credential.Account ?? identity.Subject }).ToListAsync(cancellation);
        if (held.Count == 0)
            return 0;
        var shown = accounts.DistinctBy(account => account.Name, StringComparer.Ordinal).ToDictionary(account => account.Name, StringComparer.Ordinal);
        // An account that bears several secrets says of none of them which was used.
        var changed = 0;
        foreach (var only in held.GroupBy(row => row.Subject, StringComparer.Ordinal).Where(group => group.Count() == 1).Select(group => group.Single()))
            if (shown.TryGetValue(only.Subject, out var account) && only.Credential.Read(account.SecretSetAt, account.LastLoginAt, account.SecretEndsAt, run.Now))
                changed++;

        return changed;
    }
}
