using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reconciliation;

/// <summary>Whose a privilege is, a person's mail address or an integration's key, why it may stand, and until when.</summary>
public sealed record ExplanationAsk(string Whose, string Reason, DateTimeOffset Until);

/// <summary>Says why a privilege may stand although no grant gives it. It counts once another person agrees.</summary>
public sealed class ExplainPrivilege(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, PrivilegeLineId id, ExplanationAsk ask, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "privilege.explain", async run =>
        {
            var found = await run.LineAsync(id, Permission.ManageFindings, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var reason = SecretLooks.Read(ask.Reason, "The reason", Text.Reason, 10);
            if (!reason.Succeeded)
                return reason.Refusal;
            var whose = await WhoseAsync(run, found.Value.TenantId, ask.Whose.Trim(), cancellation);
            if (!whose.Succeeded)
                return whose.Refusal;
            var explained = found.Value.Explain(new(reason.Value, ask.Until, whose.Value.Person, whose.Value.Integration), actor.Person!.Value, run.Now);
            if (!explained.Succeeded)
                return explained.Refusal;
            run.Record(run.About with
            {
                Kind = "privilege.explained",
                Sentence = $"{actor.Name} explained until {ask.Until:yyyy-MM-dd} why {found.Value.Words()} may stand; another person must agree.",
                Facts = run.About.Facts!.Append(KeyValuePair.Create<string, string?>("reason", reason.Value)).Append(new("whose", ask.Whose.Trim())).ToDictionary(),
            });
            return default(Done);
        }, cancellation);

    private static async Task<Result<(PersonId? Person, IntegrationId? Integration)>> WhoseAsync(Work run, TenantId tenant, string whose, CancellationToken cancellation)
    {
        if (whose.Contains('@', StringComparison.Ordinal))
            return await run.Db.People.Where(p => p.Mail == whose && (p.TenantId == tenant || p.AlsoIn.Any(also => also.TenantId == tenant))).Select(p => (PersonId?)p.Id).FirstOrDefaultAsync(cancellation) is { } person
                ? (person, null)
                : new Refusal("unknown_person", $"The portal knows nobody with the address “{whose}” in this tenant.");
        return await run.Db.Integrations.To(run.Actor, run.Db).Where(i => i.Key == whose).Select(i => (IntegrationId?)i.Id).SingleOrDefaultAsync(cancellation) is { } integration
            ? (null, integration)
            : new Refusal("unknown_integration", $"There is no integration “{whose}” for you. Give an integration's key, or a person's mail address.");
    }
}
