using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Findings;

/// <summary>Names the person who puts a finding right, or takes the name away. Its owners may, and staff.</summary>
public sealed class AssignFinding(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, FindingId id, PersonId? assignee, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "finding.assign", async run =>
        {
            var finding = await run.FindingAsync(id, cancellation);
            if (finding is null)
                return FindingAct.NotFound;
            if (await run.MayHandleAsync(finding, cancellation) is { } refused)
                return refused;
            var person = assignee is null ? null : await run.Db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == assignee, cancellation);
            if (assignee is not null && (person is not { Active: true, External: false } || !person.BelongsTo(finding.TenantId)))
                return new Refusal("unfit_assignee", "Choose an active person of your own who works in this tenant.");
            var before = finding.AssigneeId;
            var assigned = finding.Assign(assignee);
            if (!assigned.Succeeded)
                return assigned.Refusal;
            run.Record(run.About with
            {
                Kind = "finding.assigned",
                Sentence = person is null ? $"{actor.Name} took the name off a finding: {finding.Sentence}" : $"{actor.Name} assigned a finding to {person.Name}: {finding.Sentence}",
                Person = person is null ? null : Work.Thing(person),
                Before = new Dictionary<string, string?> { ["assignee"] = before?.ToString() },
                After = new Dictionary<string, string?> { ["assignee"] = assignee?.ToString() },
            });
            return default(Done);
        }, cancellation);
}
