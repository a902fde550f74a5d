using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Reminders;

/// <summary>Counts a person's reminders they have not seen yet.</summary>
public sealed class NoticeCountQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<int> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Person is not { } person)
            return 0;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Notices.CountAsync(n => n.PersonId == person && n.SettledAt == null && n.SeenAt == null, cancellation);
    }
}
