using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Views;

/// <summary>Gives one of a person's own views another name.</summary>
public sealed class RenameView(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid id, string name, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "view.rename", async run =>
        {
            var view = await run.Db.SavedViews.SingleOrDefaultAsync(v => v.Id == id, cancellation);
            if (view is null || view.PersonId != actor.Person)
                return new Refusal("not_found", "There is no such view of yours.");
            var called = Text.Required(name, "The name", SavedView.LongestName);
            if (!called.Succeeded)
                return called.Refusal;
            var others = await run.Db.SavedViews.Where(v => v.PersonId == view.PersonId && v.Place == view.Place && v.Id != id).Select(v => v.Name).ToListAsync(cancellation);
            if (others.Contains(called.Value, StringComparer.OrdinalIgnoreCase))
                return new Refusal("name_taken", "Another of your views has this name.");
            view.Rename(called.Value);
            run.Record(new AuditNote("view.changed", $"{actor.Name} renamed a view of {view.Place}."));
            return default(Done);
        }, cancellation);
}
