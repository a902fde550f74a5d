using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reconciliation;

/// <summary>A second person, who neither explained a privilege nor holds it, agrees that it stands until its day.</summary>
public sealed class AgreePrivilege(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, PrivilegeLineId id, int seen, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "privilege.agree", async run =>
        {
            var found = await run.LineAsync(id, Permission.AgreeExceptions, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var agreed = found.Value.Agree(actor.Person!.Value, seen, run.Now);
            if (!agreed.Succeeded)
                return agreed.Refusal;
            run.Record(run.About with
            {
                Kind = "privilege.agreed",
                Sentence = $"{actor.Name} agreed that {found.Value.Words()} stands until {found.Value.Until:yyyy-MM-dd}.",
                Facts = run.About.Facts!.Append(KeyValuePair.Create("reason", found.Value.Reason)).Append(new("explained_by", found.Value.ExplainedById?.ToString())).ToDictionary(),
            });
            return default(Done);
        }, cancellation);
}
