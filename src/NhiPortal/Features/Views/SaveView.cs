using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Views;

/// <summary>Keeps how a person looks at a list under a name; under a name they have already, it takes the place of what was there.</summary>
public sealed class SaveView(UnitOfWork work)
{
    public Task<Result<Guid>> RunAsync(Actor actor, string place, string name, string query, CancellationToken cancellation) =>
        work.RunAsync<Guid>(actor, "view.save", async run =>
        {
            if (actor.Person is not { } person)
                return new Refusal("not_a_person", "Only people keep views.");
            var called = Text.Required(name, "The name", SavedView.LongestName);
            if (!called.Succeeded)
                return called.Refusal;
            if (query.Length > SavedView.LongestQuery || (query.Length > 0 && query[0] != '?') || place.Length > Text.Key || !place.StartsWith('/'))
                return new Refusal("not_kept", "These filters are too many to be kept. Take some away.");
            var mine = await run.Db.SavedViews.Where(v => v.PersonId == person && v.Place == place).ToListAsync(cancellation);
            if (mine.Find(v => string.Equals(v.Name, called.Value, StringComparison.OrdinalIgnoreCase)) is { } known)
            {
                known.Show(query);
                run.Record(new AuditNote("view.changed", $"{actor.Name} changed a view of {place}."));
                return known.Id;
            }

            if (mine.Count >= SavedView.Most)
                return new Refusal("too_many_views", $"You keep {SavedView.Most} views of this list already. Delete one first.");
            var view = SavedView.Keep(person, place, called.Value, query, run.Now);
            run.Db.SavedViews.Add(view);
            run.Record(new AuditNote("view.saved", $"{actor.Name} kept a view of {place}."));
            return view.Id;
        }, cancellation);
}
