using System.Globalization;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;
using NhiPortal.Features.PreApprovals;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>The support chat's unlocking: one standing pre-approval that is at work, one that was revoked, and one that waits for its owners.</summary>
internal static class DemoPreApprovals
{
    private const string Integration = "copperline-chatops";
    private static readonly DemoAsk Unlocking = new(Integration, "corp-directory", "account.unlock", "*", null, 15, 0, "Callers are locked out at night, when no owner is awake; the chat has verified them.");

    public static void Plan(DemoWorld world)
    {
        Plan(world, "Unlocking, first try", Unlocking, 26, 60, 20, (20, "priya", "Too wide for a first try; ask for less."), []);
        Plan(world, "Unlocking at night", Unlocking, 5, 30, 6, null, [("r.silva", 3.6), ("o.lehto", 2.5), ("v.marin", 1.4), ("r.silva", 0.3)]);
        world.Line.At(world.Now.AddHours(-3), at => Ask(world, "Unlocking, branch offices", Unlocking with { Resource = "branch-*" }, 40, 8, at));
    }

    private static void Plan(DemoWorld world, string name, DemoAsk ask, int daysAgo, int uses, int perDay, (int DaysAgo, string By, string Why)? revoked, (string Account, double DaysAgo)[] used) =>
        world.Line.At(world.Workday(daysAgo), at =>
        {
            if (Ask(world, name, ask, uses, perDay, at) is not { } given)
                return;
            foreach (var (role, minutes) in new[] { (OwnerRole.IamOwner, 25), (OwnerRole.SystemOwner, 70) })
                world.Line.At(at.AddMinutes(minutes), then => Answers.Give(world, given, ask.Call(world.Actions[ask.Action]), new PlannedAnswer(role, minutes, Verdict.Approve), new AskPlan([]), then));
            foreach (var (account, days) in used)
                world.Line.At(world.Now.AddDays(-days), then => Use(world, given, ask with { Resource = account }, then));
            if (revoked is var (ago, by, why))
                world.Line.At(world.Workday(ago), then => Revoke(world, given, world.As(by), why, then));
        });

    private static AccessRequest? Ask(DemoWorld world, string name, DemoAsk ask, int uses, int perDay, DateTimeOffset at)
    {
        var (integration, target) = (world.Integrations[ask.Integration], world.Targets[ask.Target]);
        var facts = world.FactsOf(integration, at);
        if (world.Holder(new Cell(OwnerRole.BusinessOwner, integration.Id, null)) is not { } owner || facts.Targets[target.Key].Actions[ask.Action].Rule?.StandingDays is not { } days)
            return null;
        var terms = StandingTerms.Create(name, uses, perDay, days, at).Value;
        var request = Request(world, facts, ask, at, terms, owner.PersonId);
        world.Requests.Add(request);
        world.Record(DemoWorld.As(world.Of(owner.PersonId)), at, RequestStory.About(world, request) with
        {
            Kind = "request.asked",
            Sentence = $"{integration.Key} asked for the standing pre-approval \"{name}\" of {request.ActionName} on {target.Key}.",
            Owners = OwnersInForce.Of(facts, target.Key),
            Facts = new Dictionary<string, string?> { ["binding"] = request.BindingHash, ["basis"] = request.Basis.Hash, ["policy"] = $"version {request.PolicyVersion}, rule {request.PolicyRule}" },
        });
        return request;
    }

    private static AccessRequest Request(DemoWorld world, AccessFacts facts, DemoAsk ask, DateTimeOffset at, StandingTerms? terms, PersonId? by)
    {
        var (action, target) = (world.Actions[ask.Action], facts.Targets[ask.Target]);
        var path = target.Actions[ask.Action];
        return AccessRequest.Ask(new AskedFor
        {
            Tenant = facts.Tenant,
            Integration = facts.Id,
            Workload = world.IdentityOf(world.Integrations[ask.Integration]).Id,
            Target = target.Id,
            Call = ask.Call(action),
            Parameters = "{}",
            Risk = action.Risk,
            Justification = ask.Why,
            Minutes = ask.Minutes,
            Rule = path.Rule!,
            PolicyVersion = world.Policies[^1].Number,
            Basis = facts.BasisOf(target, path, terms is not null),
            RequestedBy = by,
            Terms = terms,
        }, at);
    }

    private static void Use(DemoWorld world, AccessRequest given, DemoAsk ask, DateTimeOffset at)
    {
        var integration = world.Integrations[ask.Integration];
        var facts = world.FactsOf(integration, at);
        var (on, standing) = (facts.Targets[ask.Target], world.PreApprovals.Find(p => p.RequestId == given.Id));
        if (standing is null || AccessJudge.WhyNotRequestable(facts, ask.Call(world.Actions[ask.Action]), at) is not null)
            return;
        var request = Request(world, facts, ask, at, null, null);
        var people = new StandingFacts(given, facts.BasisOf(on, on.Actions[ask.Action], standing: true).Hash, on.Actions[ask.Action].Rule!, person => world.ApproverOf(request, person, at));
        if (request.AnswerUnder(standing, people, at) is not { Succeeded: true, Value: var grant })
            return;
        var workload = world.IdentityOf(integration);
        world.Requests.Add(request);
        world.Grants.Add(grant);
        world.Record(world.As(workload), at, RequestStory.About(world, request) with
        {
            Kind = "request.pre_approved",
            Sentence = $"{ask.Action} on {ask.Target} for {integration.Key} was granted at once under the standing pre-approval \"{standing.Name}\"; use {standing.Uses} of {standing.MostUses}.",
            Grant = grant.Id,
            Workload = new AuditWorkload(workload.Id.Value, workload.Issuer, workload.Subject),
            Owners = OwnersInForce.Of(facts, ask.Target),
            Approvers = [.. request.Decisions.Select(decision => new AuditRoleHolder(decision.PersonId.Value, world.Of(decision.PersonId).Name, decision.RoleToken))],
            Facts = new Dictionary<string, string?> { [StandingAnswers.Fact] = given.Id.ToString(), ["use"] = string.Create(CultureInfo.InvariantCulture, $"{standing.Uses} of {standing.MostUses}"), ["binding"] = request.BindingHash },
        });
        world.Line.At(at.AddSeconds(40), then => world.Evaluate(integration, ask.Call(world.Actions[ask.Action]), grant.Id.Value, then));
    }

    private static void Revoke(DemoWorld world, AccessRequest given, Actor by, string why, DateTimeOffset at)
    {
        if (world.PreApprovals.Find(p => p.RequestId == given.Id) is { } standing && standing.Revoke(by.Person, why, at).Succeeded)
            world.Record(by, at, RequestStory.About(world, given) with
            {
                Kind = "request.pre_approval_revoked",
                Sentence = $"{by.Name} revoked the standing pre-approval \"{standing.Name}\" of {Integration} for {standing.ActionName}, used {standing.Uses} of {standing.MostUses} times.",
                Facts = new Dictionary<string, string?> { ["reason"] = why },
            });
    }
}
