using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.PreApprovals;

/// <summary>Ends a standing pre-approval now, and with it every grant it made that still lives. Whoever gave it may, any owner on its way, and staff.</summary>
public sealed class RevokePreApproval(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, RequestId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "request.pre_approval_revoke", async run =>
        {
            run.About = run.About with { Request = id };
            var standing = await run.Db.PreApprovals.To(actor, run.Db).SingleOrDefaultAsync(p => p.RequestId == id, cancellation);
            if (standing is null)
                return new Refusal("not_found", "There is no such pre-approval for you.");
            var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == standing.IntegrationId, cancellation);
            run.About = run.About with { Tenant = standing.TenantId, Integration = Work.Thing(integration) };
            if (await run.Db.WhyMayNotRevokeAsync(actor, standing, run.Now, cancellation) is { } refused)
                return refused;

            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            var revoked = standing.Revoke(actor.Person, said.Value, run.Now);
            if (!revoked.Succeeded)
                return revoked.Refusal;
            run.Record(run.About with
            {
                Kind = "request.pre_approval_revoked",
                Sentence = $"{actor.Name} revoked the standing pre-approval \"{standing.Name}\" of {integration.Key} for {standing.ActionName}, used {standing.Uses} of {standing.MostUses} times.",
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value },
            });
            await RevokeGrantsAsync(run, id, $"The standing pre-approval it was made under was revoked: {said.Value}", cancellation);
            return default(Done);
        }, cancellation);

    private static async Task RevokeGrantsAsync(Work run, RequestId id, string why, CancellationToken cancellation)
    {
        var live = await (from grant in run.Db.Grants
                          join request in run.Db.Requests on grant.RequestId equals request.Id
                          where request.UnderId == id && grant.Status == GrantStatus.Active && grant.Until > run.Now
                          select grant).ToListAsync(cancellation);
        foreach (var grant in live.Where(grant => grant.Revoke(run.Actor.Person, Text.Kept(why, Text.Reason), run.Now).Succeeded))
            run.Record(run.About with
            {
                Kind = "grant.revoked",
                Sentence = $"The grant of {run.About.Integration!.Key} for {grant.ActionName} ended with the standing pre-approval it was made under.",
                Request = grant.RequestId,
                Grant = grant.Id,
                Facts = new Dictionary<string, string?> { [StandingAnswers.Fact] = id.ToString() },
            });
    }
}

/// <summary>Who may end one before its time; the page asks the same as the use case.</summary>
internal static class PreApprovalRights
{
    public static async Task<Refusal?> WhyMayNotRevokeAsync(this PortalDb db, Actor actor, PreApproval standing, DateTimeOffset now, CancellationToken cancellation)
    {
        var refused = Permissions.Check(actor, Permission.RevokeGrants);
        return refused is null || await db.Set<ApprovalDecision>().AnyAsync(d => d.RequestId == standing.RequestId && d.PersonId == (actor.Person ?? default), cancellation)
            || await db.HeldAsync(actor, o => o.IntegrationId == standing.IntegrationId || o.TargetId == standing.TargetId, now, cancellation) is not [] ? null : refused;
    }
}
