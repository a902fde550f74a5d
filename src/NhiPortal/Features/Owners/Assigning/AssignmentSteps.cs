using NhiPortal.Data;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Owners.Assigning;

/// <summary>Carries out what a plan found possible; every cell that changes is on the record by itself.</summary>
internal static class AssignmentSteps
{
    /// <param name="run">The unit of work the lines were judged in.</param>
    /// <param name="lines">Lines without a refusal.</param>
    /// <param name="reason">Why what is held ends.</param>
    /// <param name="cancellation">Stops before anything is saved.</param>
    public static async Task CarryOutAsync(this Work run, IReadOnlyList<CellLine> lines, string? reason, CancellationToken cancellation)
    {
        var replaced = lines.Where(line => line.Step == AssignmentStep.Ask).Select(line => line.Nominee).OfType<Ownership>().ToList();
        replaced.ForEach(nomination => nomination.End(OwnershipEnd.Ended, "Somebody else was nominated.", run.Now));
        // The unique index allows one open nomination; the old ones must be gone before the new ones come.
        if (replaced.Count > 0)
            await run.SaveStepAsync(cancellation);
        foreach (var line in lines)
            run.CarryOut(line, reason);
    }

    private static void CarryOut(this Work run, CellLine line, string? reason)
    {
        var (role, key) = (line.Cell.Role.InSentence(), line.Thing!.Key);
        switch (line.Step)
        {
            case AssignmentStep.Ask:
                run.Ask(line.Thing, line.Cell, line.Owner!, line.Deputy);
                break;
            case AssignmentStep.NameDeputy:
                var before = line.Holder!.DeputyId;
                line.Holder.NameDeputy(line.Deputy?.Id);
                run.Record(line.Note("ownership.deputy_named", line.Deputy is { } deputy
                    ? $"{run.Actor.Name} named {deputy.Name} deputy of {line.HolderPerson!.Name}, {role} of {key}."
                    : $"{run.Actor.Name} took away the deputy of {line.HolderPerson!.Name}, {role} of {key}.") with
                {
                    Person = Work.Thing(line.HolderPerson!),
                    Before = new Dictionary<string, string?> { ["deputy"] = before?.ToString() },
                    After = new Dictionary<string, string?> { ["deputy"] = line.Deputy?.Id.ToString() },
                });
                break;
            case AssignmentStep.Withdraw:
                line.Nominee!.End(OwnershipEnd.Ended, reason!, run.Now);
                run.Record(line.Note("ownership.nomination_ended", $"{run.Actor.Name} withdrew the nomination of {line.NomineePerson!.Name} as {role} of {key}.", reason) with { Person = Work.Thing(line.NomineePerson!) });
                break;
            case AssignmentStep.End:
                line.Holder!.End(OwnershipEnd.Ended, reason!, run.Now);
                // Nobody follows, so the sweep must come for this one: the gap and the list's standing.
                line.Holder.LookNow(run.Now);
                run.Record(line.Note("ownership.ended", $"{run.Actor.Name} ended {line.HolderPerson!.Name}'s time as {role} of {key}.", reason) with { Person = Work.Thing(line.HolderPerson!) });
                break;
        }
    }

    private static AuditNote Note(this CellLine line, string kind, string sentence, string? reason = null) => new(kind, sentence)
    {
        Tenant = line.Thing!.Tenant,
        Integration = line.Thing.Integration,
        Target = line.Thing.Target,
        Facts = new Dictionary<string, string?> { ["role"] = line.Cell.Role.Token(), ["reason"] = reason },
    };
}
