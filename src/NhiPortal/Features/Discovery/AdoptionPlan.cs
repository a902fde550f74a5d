using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Discovery;

/// <summary>What adopting one candidate would make, or why it cannot be adopted.</summary>
public sealed record AdoptionLine(Candidate Candidate, TargetSystem Target, string Key, Refusal? Refusal);

/// <summary>The one analysis behind the preview and the adoption itself.</summary>
internal static class AdoptionPlan
{
    public const int Most = 200;

    public static IQueryable<Candidate> To(this IQueryable<Candidate> candidates, Actor actor)
    {
        var tenants = actor.Tenants?.ToList();
        return tenants is null ? candidates : candidates.Where(c => tenants.Contains(c.TenantId));
    }

    public static async Task<IReadOnlyList<AdoptionLine>> MakeAsync(PortalDb db, Actor actor, IReadOnlyCollection<CandidateId> ids, DateTimeOffset now, CancellationToken cancellation)
    {
        var wanted = ids.Distinct().Take(Most).ToList();
        var found = await db.Candidates.To(actor).Where(c => wanted.Contains(c.Id))
            .Join(db.Targets, c => c.TargetId, t => t.Id, (c, t) => new { Candidate = c, Target = t }).ToListAsync(cancellation);
        var keys = found.Select(row => KeyOf(row.Target, row.Candidate)).ToList();
        var taken = (await db.Integrations.Where(i => keys.Contains(i.Key)).Select(i => i.Key).ToListAsync(cancellation)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var issuers = found.Select(row => WorkloadIdentity.OnTarget(row.Target.Key)).Distinct().ToList();
        var subjects = found.Select(row => row.Candidate.AccountName).ToList();
        // Some databases keep one identity alone of names that differ in case.
        var identities = (await db.Workloads.Where(w => issuers.Contains(w.Issuer) && subjects.Contains(w.Subject)).Select(w => new { w.Issuer, w.Subject }).ToListAsync(cancellation))
            .Select(w => (w.Issuer.ToUpperInvariant(), w.Subject.ToUpperInvariant())).ToHashSet();
        var lines = new List<AdoptionLine>();
        foreach (var row in found.OrderBy(row => row.Target.Key, StringComparer.Ordinal).ThenBy(row => row.Candidate.AccountName, StringComparer.Ordinal))
        {
            var key = KeyOf(row.Target, row.Candidate);
            if (!taken.Add(key))
                key = $"{key[..Math.Min(key.Length, Text.Key - 9)]}-{row.Candidate.Id.Value.ToString("N")[^8..]}";
            var refusal = row.Candidate.WhyNotAdopt(now) ?? (identities.Contains((WorkloadIdentity.OnTarget(row.Target.Key).ToUpperInvariant(), row.Candidate.AccountName.ToUpperInvariant()))
                ? new Refusal("identity_known", $"{row.Candidate.AccountName} is, or was, an identity of an integration in the register. Look there first.")
                : null);
            lines.Add(new(row.Candidate, row.Target, key, refusal));
        }

        return lines;
    }

    /// <summary>The target's key and what of the account's name a key can hold.</summary>
    private static string KeyOf(TargetSystem target, Candidate candidate)
    {
        var key = new StringBuilder(target.Key);
        foreach (var c in $"-{candidate.AccountName}")
        {
            if (char.IsAsciiLetterOrDigit(c))
                key.Append(char.ToLowerInvariant(c));
            else if (key[^1] != '-')
                key.Append('-');
        }

        var made = key.ToString();
        return made[..Math.Min(made.Length, Text.Key)].TrimEnd('-');
    }
}
