using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Reminders;

/// <summary>A person has seen one of their reminders, or all of them. It stays until what it is about is done.</summary>
public sealed class SeeNotices(UnitOfWork work)
{
    private const int Most = 2000;

    /// <param name="actor">Whose they are.</param>
    /// <param name="only">One of them; null for all.</param>
    /// <param name="cancellation">Stops the work before its commit.</param>
    public Task<Result<int>> RunAsync(Actor actor, Guid? only, CancellationToken cancellation) =>
        work.RunAsync<int>(actor, "reminders.see", async run =>
        {
            if (actor.Person is not { } person)
                return new Refusal("not_yours", "There is no such reminder of yours.");
            var unseen = await run.Db.Notices.Where(n => n.PersonId == person && n.SettledAt == null && n.SeenAt == null && (only == null || n.Id == only)).OrderBy(n => n.RaisedAt).ThenBy(n => n.Id).Take(Most).ToListAsync(cancellation);
            foreach (var notice in unseen)
                notice.See(run.Now);
            return unseen.Count;
        }, cancellation);
}
