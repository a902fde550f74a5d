using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.BreakGlass;

/// <summary>Writes down, once, that nobody reviewed a use of break-glass in time, and so reminds whoever could. Repeats safely.</summary>
public sealed class NoteOverdueReviews(UnitOfWork work)
{
    private const int Batch = 100;

    /// <returns>How many were found overdue.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation) =>
        (await work.RunAsync<int>(Actor.Rule("review break-glass"), "break_glass.overdue", async run =>
        {
            var due = await run.Db.BreakGlassUses.Where(u => u.ReviewedAt == null && u.OverdueAt == null && u.ReviewDue <= run.Now).OrderBy(u => u.ReviewDue).Take(Batch).ToListAsync(cancellation);
            var (targets, people) = (due.ConvertAll(use => use.TargetId), due.ConvertAll(use => use.PersonId));
            var things = await run.Db.Targets.AsNoTracking().Where(t => targets.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancellation);
            var names = await run.Db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
            foreach (var use in due.Where(use => use.FindOverdue(run.Now)))
                run.Record(new AuditNote("break_glass.overdue", $"Nobody has reviewed what {names[use.PersonId]} did by break-glass on {things[use.TargetId].Key} on {use.UsedAt:d MMM yyyy}.")
                {
                    Tenant = use.TenantId,
                    Target = Work.Thing(things[use.TargetId]),
                    Request = use.RequestId,
                    Grant = use.GrantId,
                    Facts = new Dictionary<string, string?> { ["use"] = use.Id.ToString() },
                });
            return due.Count;
        }, cancellation)).Value;
}
