using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>Gives back exactly what one revocation took, while the way back is open.</summary>
public sealed class UndoRevocation(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "revocation.undo", async run =>
        {
            var found = await run.RevocationAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            // Whoever may bring a suspended integration back: the reason it went may be its owners.
            if (Permissions.Check(actor, Permission.ResumeIntegrations) is { } refused)
                return refused;
            var said = UnattendedAct.Reason(reason);
            if (!said.Succeeded)
                return said.Refusal;
            var row = found.Value;
            if (row.WhyNotUndo(run.Now) is { } late)
                return late;
            var things = await run.ThingsAsync([row], cancellation);
            await run.GiveBackAsync(row, things, cancellation);
            var undone = row.Undo(actor.Person!.Value, said.Value, null, run.Now);
            if (!undone.Succeeded)
                return undone.Refusal;
            run.Record(things.Note(row, "revocation.undone", $"{actor.Name} gave back what was taken: {row.Label}. {said.Value}"));
            return default(Done);
        }, cancellation);
}
