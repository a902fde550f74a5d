using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>Somebody says that they took something away by hand, and what shows it. It counts once another confirms it, or the target shows it.</summary>
public sealed class ReportRemoval(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid id, int item, string evidence, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "revocation.report_removal", async run =>
        {
            var found = await run.RevocationAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var row = found.Value;
            if (!await run.Db.AnswersForAsync(actor, row, run.Now, cancellation) && Permissions.Check(actor, Permission.StopRevocations) is not null)
                return UnattendedAct.NotYours;
            var said = SecretLooks.Read(evidence, "What shows it", Text.Reason, UnattendedAct.ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            if (row.Items.Find(one => one.Number == item) is not { } taken || actor.Person is not { } person)
                return UnattendedAct.NotFound;
            var done = taken.Report(person, said.Value, run.Now);
            if (!done.Succeeded)
                return done.Refusal;
            row.LookSoon(run.Now);
            run.Record(run.About with
            {
                Kind = "revocation.removed_by_hand",
                Sentence = $"{actor.Name} took away by hand: {taken.Label}. Somebody other must confirm it.",
                Facts = new Dictionary<string, string?>(run.About.Facts!) { ["evidence"] = said.Value },
            });
            return default(Done);
        }, cancellation);
}
