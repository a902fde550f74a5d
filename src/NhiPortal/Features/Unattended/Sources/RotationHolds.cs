using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>
/// Credentials somebody is rotating right now: nothing is taken in the middle of it. It holds for a bounded time and only
/// once, so that nobody keeps a credential by beginning again and again.
/// </summary>
internal static class RotationHolds
{
    public const int Days = 14;

    /// <returns>By credential, until when an open rotation holds its ladder.</returns>
    public static async Task<Dictionary<CredentialId, DateTimeOffset>> HoldsAsync(this UnattendedReading read, IReadOnlyList<CredentialId> ids)
    {
        var since = read.Now.AddDays(-Days);
        var open = await read.Db.Rotations.AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.CredentialId) && r.EndedAt == null && r.StartedAt > since)
            .Where(r => !read.Db.Rotations.Any(other => other.CredentialId == r.CredentialId && other.StartedAt < r.StartedAt && read.Db.Credentials.Any(c => c.Id == r.CredentialId && (c.DueAt == null || other.StartedAt >= c.DueAt))))
            .Select(r => new { r.CredentialId, r.StartedAt }).ToListAsync(read.Cancellation);
        return open.ToDictionary(r => r.CredentialId, r => r.StartedAt.AddDays(Days));
    }
}
