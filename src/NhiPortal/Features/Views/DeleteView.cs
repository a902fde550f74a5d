using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Views;

/// <summary>Forgets one of a person's own views.</summary>
public sealed class DeleteView(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid id, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "view.delete", async run =>
        {
            var view = await run.Db.SavedViews.SingleOrDefaultAsync(v => v.Id == id, cancellation);
            if (view is null || view.PersonId != actor.Person)
                return new Refusal("not_found", "There is no such view of yours.");
            run.Db.SavedViews.Remove(view);
            run.Record(new AuditNote("view.deleted", $"{actor.Name} deleted a view of {view.Place}."));
            return default(Done);
        }, cancellation);
}
