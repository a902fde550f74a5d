using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended;

/// <summary>An owner says that something idle is still needed. What is overdue cannot be talked away: it is done, or it is taken.</summary>
public sealed class KeepUnattended(UnitOfWork work)
{
    /// <summary>After so long the owner is asked again, should it still be idle.</summary>
    public const int Days = 90;

    public Task<Result<Done>> RunAsync(Actor actor, Guid id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "revocation.keep", async run =>
        {
            var found = await run.RevocationAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var row = found.Value;
            if (!await run.Db.AnswersForAsync(actor, row, run.Now, cancellation))
                return new Refusal("not_allowed", "Only an owner can say that it is still needed.");
            if (!row.Kind.IsIdle())
                return new Refusal("must_be_done", "This is overdue: it is kept by doing it, not by saying so.");
            var said = UnattendedAct.Reason(reason);
            if (!said.Succeeded)
                return said.Refusal;
            if (!row.CanBeKept)
                return new Refusal("over", "It has been taken away, or kept, already. What was taken can be given back while the way back is open.");
            await run.KeepAsync(row, $"{actor.Name} says that it is still needed: {said.Value}", await run.ThingsAsync([row], cancellation), run.Now.AddDays(Days), cancellation);
            return default(Done);
        }, cancellation);
}
