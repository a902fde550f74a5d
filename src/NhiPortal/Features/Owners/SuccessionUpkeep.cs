using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Owners;

/// <summary>
/// The ownership sweep's step that finds successors: ends nominations of people who are gone or silent, and asks whoever
/// is next to take over from an owner who is gone.
/// </summary>
internal static class SuccessionUpkeep
{
    private const string Reason = "succession";

    public static async Task<Result<Done>> SucceedAsync(this Work run, IReadOnlyCollection<OwnershipId> looked, TimeSpan answerWithin, CancellationToken cancellation)
    {
        var cells = await run.VacatedAsync(looked, cancellation);
        foreach (var cell in cells)
            run.EndNomination(cell);
        // The unique index allows one open nomination; the old ones must be gone before new ones come.
        await run.SaveStepAsync(cancellation);
        foreach (var cell in cells.Where(cell => cell is { HolderGone: false, Holder: not null }))
            cell.Holder!.FindSomebody();
        var open = cells.Where(cell => cell is { HolderGone: true, Nominee: null }).ToList();
        if (open.Count == 0)
            return default(Done);
        var known = await run.SuccessorsAsync(open, cancellation);
        foreach (var cell in open)
            run.Ask(cell, Succession.Next(cell.Holder!.PersonId, cell.Holder.DeputyId, cell.HolderPerson!.ManagerId, known.For(cell), cell.Asked), answerWithin);
        return default(Done);
    }

    private static void EndNomination(this Work run, VacatedCell cell)
    {
        var why = cell switch
        {
            { NomineePerson: { Active: false } gone } => $"{gone.Name} is no longer active.",
            { HolderGone: true, Nominee: { } silent } when silent.State(run.Now, true) == OwnershipState.Lapsed => $"{cell.NomineePerson!.Name} did not answer in time.",
            { HolderGone: false, HolderPerson: { } back, Nominee.NominatedById: null } when cell.Holder!.HoldsAt(run.Now, true) => $"{back.Name} is back.",
            _ => null,
        };
        if (why is null)
            return;
        cell.Nominee!.End(OwnershipEnd.Ended, why, run.Now);
        run.Record(cell.Note("ownership.nomination_ended", $"The nomination of {cell.NomineePerson!.Name} as {cell.Role} of {cell.Thing.Key} ended: {why}") with
        {
            Person = Work.Thing(cell.NomineePerson),
            Facts = new Dictionary<string, string?> { ["role"] = cell.Nominee.Role.Token(), ["reason"] = Reason },
        });
        cell.Nominee = null;
    }

    private static void Ask(this Work run, VacatedCell cell, SuccessionStep step, TimeSpan answerWithin)
    {
        var holder = cell.Holder!;
        var gone = $"{cell.HolderPerson!.Name}, who {(cell.HolderPerson.Status == PersonStatus.Left ? "has left" : "is disabled")}";
        var facts = new Dictionary<string, string?>
        {
            ["role"] = holder.Role.Token(),
            ["reason"] = Reason,
            ["from"] = cell.HolderPerson.Name,
            ["passed_over"] = step.PassedOver.Count == 0 ? null : string.Join("; ", step.PassedOver),
        };
        if (step.Ask is not { } next)
        {
            if (holder.FindNobodyLeft(run.Now))
                run.Record(cell.Note("ownership.nobody_left", $"Nobody is left to ask to be {cell.Role} of {cell.Thing.Key} after {gone}. The gap stays until somebody is nominated.") with { Facts = facts });
            return;
        }

        holder.FindSomebody();
        // Whoever is asked last is given as long as anybody who is nominated.
        var within = step.OthersToCome ? answerWithin : Ownership.NominationLifetime;
        var nomination = Ownership.Nominate(holder.TenantId, holder.Role, next.Id, holder.IntegrationId, holder.TargetId, null, null, run.Now, within);
        run.Db.Ownerships.Add(nomination);
        facts["capacity"] = step.AsDeputy ? "deputy" : "manager";
        facts["answer_by"] = nomination.AnswerBy.ToString("o");
        run.Record(cell.Note("ownership.nominated", $"{next.Name}, {(step.AsDeputy ? "deputy" : "manager")}, is asked to take over as {cell.Role} of {cell.Thing.Key} from {gone}.") with
        {
            Person = new Domain.Audit.AuditThing(next.Id.Value, next.Name),
            After = new Dictionary<string, string?> { ["role"] = holder.Role.Token() },
            Facts = facts,
        });
    }
}
