using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;

namespace NhiPortal.Features.Grants;

/// <summary>How often a grant let its action through and when last; a very long count is not counted to its end.</summary>
public sealed record GrantUse(int Times, DateTimeOffset? Last)
{
    /// <summary>Counting goes this far.</summary>
    public const int Most = 1000;

    public static readonly GrantUse None = new(0, null);

    /// <summary>What follows the word "used": "once", "3 times", "2 of 5", "1,000 times or more".</summary>
    public string Of(int? limit) => (Times, limit) switch
    {
        (_, { } most) => $"{Times} of {most}",
        (1, null) => "once",
        (Most, null) => "1,000 times or more",
        _ => $"{Times} times",
    };
}

/// <summary>
/// Reads how often grants were used. A grant counts its uses itself only where they are limited, which a decision must
/// know; of all others the record tells, as soon as it holds the decision.
/// </summary>
internal static class GrantUses
{
    /// <summary>The kind of event that is one use.</summary>
    public const string Kind = "access.allowed";

    public static async Task<IReadOnlyDictionary<GrantId, GrantUse>> UsesAsync(this PortalDb db, IReadOnlyList<Grant> grants, CancellationToken cancellation)
    {
        var uses = grants.Where(g => g.UseLimit is not null).ToDictionary(g => g.Id, g => new GrantUse(g.Uses, g.LastUsedAt));
        var unlimited = grants.Where(g => g.UseLimit is null).Select(g => g.Id).ToList();
        if (unlimited.Count == 0)
            return uses;
        var told = await db.Grants.AsNoTracking().Where(g => unlimited.Contains(g.Id)).Select(g => new
        {
            g.Id,
            Times = db.AuditEvents.Where(e => e.RequestId == g.RequestId && e.Kind == Kind).Take(GrantUse.Most).Count(),
            Last = db.AuditEvents.Where(e => e.RequestId == g.RequestId && e.Kind == Kind).OrderByDescending(e => e.Id).Select(e => (DateTimeOffset?)e.At).FirstOrDefault(),
        }).ToListAsync(cancellation);
        foreach (var row in told)
            uses[row.Id] = new(row.Times, row.Last);
        return uses;
    }
}
