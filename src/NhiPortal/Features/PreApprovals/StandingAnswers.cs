using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.PreApprovals;

/// <summary>The grant a standing pre-approval made at once, or why the one that covers the ask made none; neither where none covers it.</summary>
public sealed record StandingAnswer(PreApproval? Standing, Grant? Grant, string? WhyNot)
{
    public static readonly StandingAnswer None = new(null, null, null);
}

/// <summary>Lets a standing pre-approval answer what a workload asks, in the ask's own transaction: one use and one grant, or neither.</summary>
internal static class StandingAnswers
{
    /// <summary>The fact of an event that names the pre-approval it rests on.</summary>
    public const string Fact = "pre_approval";

    /// <summary>What a pre-approval granted for exactly this and nobody has used yet: asking again spends no further use.</summary>
    public static Task<RequestId?> UnusedAsync(this Work run, AccessRequest ask, CancellationToken cancellation)
    {
        var basis = ask.Basis.Hash;
        return (from grant in run.Db.Grants
                where grant.WorkloadId == ask.WorkloadId && grant.IntegrationId == ask.IntegrationId && grant.BindingHash == ask.BindingHash && grant.BasisHash == basis
                    && grant.Status == GrantStatus.Active && grant.Until > run.Now && grant.Uses == 0 && (grant.FirstUseBy == null || grant.FirstUseBy > run.Now)
                join request in run.Db.Requests on grant.RequestId equals request.Id
                where request.UnderId != null && request.Brokered == ask.Brokered
                orderby grant.Until descending
                select (RequestId?)request.Id).FirstOrDefaultAsync(cancellation);
    }

    public static async Task<StandingAnswer> AnswerUnderAsync(this Work run, AccessRequest ask, AccessFacts facts, TargetFact target, ApprovalRule rule, CancellationToken cancellation)
    {
        // It answers the workload itself. Whoever asks on its behalf is a person, and persons ask people. Nobody agreed in
        // advance that the portal carries it out, but where the rule has it so always.
        if (ask.IsStanding || ask.RequestedById is not null || ask.Brokered != rule.AlwaysBrokered)
            return StandingAnswer.None;
        var covering = (await run.Db.PreApprovals
            .Where(p => p.WorkloadId == ask.WorkloadId && p.Status == PreApprovalStatus.Active && p.TargetId == ask.TargetId && p.ActionName == ask.ActionName && p.Until > run.Now)
            .OrderBy(p => p.Until).ThenBy(p => p.RequestId).ToListAsync(cancellation)).FindAll(standing => standing.Covers(ask));
        var answer = StandingAnswer.None;
        if (covering.Count == 0)
            return answer;
        var ids = covering.ConvertAll(standing => standing.RequestId);
        var given = await run.Db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellation);
        var people = given.Values.SelectMany(request => request.Decisions).SelectMany(decision => new[] { decision.PersonId, decision.ForId }).OfType<PersonId>().Distinct().ToList();
        var known = await run.Db.ApproverFactsAsync([ask], people, run.Now, cancellation);
        var today = facts.BasisOf(target, target.Actions[ask.ActionName], standing: true).Hash;
        foreach (var standing in covering)
        {
            var granted = ask.AnswerUnder(standing, new StandingFacts(given[standing.RequestId], today, rule, person => known[(ask.Id, person)]), run.Now);
            if (granted.Succeeded)
            {
                run.Begin(ask, granted.Value);
                return new(standing, granted.Value, null);
            }

            answer = new(standing, null, $"\"{standing.Name}\" does not answer: {granted.Refusal.Sentence}");
        }

        return answer;
    }

    /// <summary>Who asked, who had agreed, and which use it was, in one event.</summary>
    public static async Task RecordUseAsync(this Work run, AccessRequest ask, StandingAnswer answer, CancellationToken cancellation)
    {
        if (answer is not { Standing: { } standing, Grant: { } grant })
            return;
        var people = ask.Decisions.SelectMany(decision => new[] { decision.PersonId, decision.ForId }).OfType<PersonId>().ToList();
        var names = await run.Db.People.IgnoreAutoIncludes().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        string Giver(ApprovalDecision decision) => decision.ForId is { } lender ? $"{names[decision.PersonId]} for {names[lender]}" : names[decision.PersonId];
        var lent = ask.Decisions.FindAll(decision => decision.ForId is not null);
        run.Record(run.About with
        {
            Kind = "request.pre_approved",
            Sentence = $"{ask.ActionName} on {run.About.Target!.Key} for {run.About.Integration!.Key} was granted at once under the standing pre-approval \"{standing.Name}\", given by {string.Join(" and ", ask.Decisions.Select(Giver))}; use {standing.Uses} of {standing.MostUses}.",
            Request = ask.Id,
            Grant = grant.Id,
            Approvers = [.. ask.Decisions.Select(decision => new AuditRoleHolder(decision.PersonId.Value, names[decision.PersonId], decision.RoleToken))],
            Before = new Dictionary<string, string?> { ["status"] = "Pending" },
            After = new Dictionary<string, string?> { ["status"] = ask.Status.ToString() },
            Facts = new Dictionary<string, string?>
            {
                [Fact] = standing.RequestId.ToString(),
                ["on_behalf_of"] = lent.Count == 0 ? null : string.Join(", ", lent.Select(decision => $"{names[decision.ForId!.Value]} ({decision.ForId})")),
                ["use"] = $"{standing.Uses} of {standing.MostUses}",
                ["binding"] = ask.BindingHash,
                ["basis"] = standing.BasisHash,
                ["policy"] = $"version {ask.PolicyVersion}, rule {ask.PolicyRule}",
                ["until"] = grant.Until.ToString("o"),
            },
        });
    }
}
