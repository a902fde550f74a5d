using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Features.Reminders;

/// <summary>One reminder as its person sees it.</summary>
public sealed record NoticeRow(Guid Id, ReminderKind Kind, string Title, string Detail, string Link, DateTimeOffset? DueAt, DateTimeOffset RaisedAt, bool Seen);

/// <summary>What a person is reminded of, the newest unseen at the top.</summary>
public sealed record NoticePage(IReadOnlyList<NoticeRow> Rows, int Total, int Unseen);

/// <summary>Reads a person's own reminders that are still to be done; nobody sees another's.</summary>
public sealed class NoticeListQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<NoticePage> RunAsync(Actor actor, int skip, int take, CancellationToken cancellation)
    {
        if (actor.Person is not { } person)
            return new([], 0, 0);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var open = db.Notices.AsNoTracking().Where(n => n.PersonId == person && n.SettledAt == null);
        var rows = await open.OrderBy(n => n.SeenAt != null).ThenByDescending(n => n.RaisedAt).ThenBy(n => n.Id).Skip(skip).Take(take)
            .Select(n => new NoticeRow(n.Id, n.Kind, n.Title, n.Detail, n.Link, n.DueAt, n.RaisedAt, n.SeenAt != null)).ToListAsync(cancellation);
        return new(rows, await open.CountAsync(cancellation), await open.CountAsync(n => n.SeenAt == null, cancellation));
    }
}
