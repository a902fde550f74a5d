using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Owners.Assigning;

/// <summary>What shall happen to some cells as they were seen; ending needs a reason.</summary>
public sealed record AssignmentOrder(Assignment Wish, string? Reason, IReadOnlyList<SeenCell> Cells);

/// <summary>What became of one cell.</summary>
public sealed record AssignmentOutcome(OwnerCell Cell, AssignmentStep Step, string? WhyNot);

/// <summary>
/// Asks a person for one or many cells, names their deputy, or ends what is held. Every cell is judged again as it is now:
/// what cannot be done, or was changed meanwhile, is told, and the rest is done together. A holder keeps the role until the
/// person asked accepts.
/// </summary>
public sealed class AssignOwners(UnitOfWork work)
{
    public Task<Result<IReadOnlyList<AssignmentOutcome>>> RunAsync(Actor actor, AssignmentOrder order, CancellationToken cancellation) =>
        work.RunAsync<IReadOnlyList<AssignmentOutcome>>(actor, "ownership.assign", async run =>
        {
            if (Permissions.Check(actor, Permission.AssignOwners) is { } refused)
                return refused;
            if (order.Cells.Count is 0 or > AssignmentPlan.Most)
                return new Refusal("how_many", $"Choose 1 to {AssignmentPlan.Most} owners at a time.");
            var reason = order.Wish.Nobody ? Text.Required(order.Reason, "The reason", Text.Reason, 5) : Result.Ok("");
            if (!reason.Succeeded)
                return reason.Refusal;
            var seen = order.Cells.DistinctBy(cell => cell.Cell).ToDictionary(cell => cell.Cell, cell => cell.Seen);
            var plan = await AssignmentPlan.MakeAsync(run.Db, actor, [.. seen.Keys.Select(cell => (cell, order.Wish))], run.Now, cancellation);
            var lines = plan.Select(line => line.Against(seen[line.Cell])).ToList();
            var possible = lines.FindAll(line => line.Refusal is null);
            if (possible.Count == 0)
            {
                var thing = lines[0].Thing;
                run.About = run.About with { Tenant = thing?.Tenant, Integration = thing?.Integration, Target = thing?.Target };
                return lines[0].Refusal!;
            }

            await run.CarryOutAsync(possible, reason.Value, cancellation);
            return Result.Ok<IReadOnlyList<AssignmentOutcome>>(lines.ConvertAll(line => new AssignmentOutcome(line.Cell, line.Step, line.Refusal?.Sentence)));
        }, cancellation);
}
