using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>Somebody who did not do it confirms that a thing is taken away.</summary>
public sealed class ConfirmRemoval(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid id, int item, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "revocation.confirm_removal", async run =>
        {
            var found = await run.RevocationAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var row = found.Value;
            if (!await run.Db.AnswersForAsync(actor, row, run.Now, cancellation) && Permissions.Check(actor, Permission.StopRevocations) is not null)
                return UnattendedAct.NotYours;
            if (row.Items.Find(one => one.Number == item) is not { } taken || actor.Person is not { } person)
                return UnattendedAct.NotFound;
            var done = taken.Confirm(person, run.Now);
            if (!done.Succeeded)
                return done.Refusal;
            row.LookSoon(run.Now);
            run.Record(run.About with { Kind = "revocation.removal_confirmed", Sentence = $"{actor.Name} confirmed that it is taken away: {taken.Label}." });
            return default(Done);
        }, cancellation);
}
