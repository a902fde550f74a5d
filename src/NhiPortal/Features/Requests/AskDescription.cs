using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Turns an ask into what a request keeps of it, or says what it lacks.</summary>
public static class AskDescription
{
    public static async Task<Result<AskedFor>> DescribeAsync(
        this Work run, Ask ask, AccessFacts facts, TargetFact target, RuleInForce policy, CancellationToken cancellation)
    {
        var justification = Text.Required(ask.Justification, "The justification", 2000, policy.Rule.RequiresJustification ? PolicySimulation.ShortestJustification : 0);
        if (!justification.Succeeded)
            return justification.Refusal;
        var ticket = Text.Optional(ask.Ticket, "The ticket", 100);
        if (!ticket.Succeeded)
            return ticket.Refusal;
        if (policy.Rule.WhyNotTicket(ticket.Value) is { } noTicket)
            return noTicket;
        if (ask.Minutes is < 1)
            return new Refusal("grant_length", "The requested end lies in the past.");
        var path = target.Actions[ask.Call.Action];
        var terms = ask.Standing is null ? null : Terms(run.Actor, ask, path, policy.Rule, run.Now);
        if (terms?.Refusal is { } notStanding)
            return notStanding;
        var call = ask.Call.Narrow(path.MeaningfulFields);
        return new AskedFor
        {
            Tenant = facts.Tenant,
            Integration = facts.Id,
            Workload = ask.Workload,
            Target = target.Id,
            Call = call,
            Parameters = System.Text.Encoding.UTF8.GetString(CanonicalJson.ToBytes(JsonSerializer.SerializeToUtf8Bytes(call.Parameters))),
            Risk = path.Risk,
            Justification = justification.Value,
            Ticket = ticket.Value,
            Minutes = ask.Minutes ?? policy.Rule.LongestGrantMinutes,
            Rule = policy.Rule,
            PolicyVersion = policy.Version,
            Basis = facts.BasisOf(target, path, terms is not null),
            RequestedBy = run.Actor.Person,
            StartedBy = await StarterAsync(run.Db, ask.StartedBy, facts.Tenant, cancellation),
            Session = ask.Session is { Length: > 300 } ? ask.Session[..300] : ask.Session,
            Emergency = ask.Emergency,
            Brokered = ask.Brokered,
            Terms = terms?.Value,
        };
    }

    /// <summary>Only a person asks for a permission that stands: what a workload asks for is one action.</summary>
    public static Result<StandingTerms> Terms(Actor actor, Ask ask, PathFact path, ApprovalRule rule, DateTimeOffset now)
    {
        if (actor.Person is null || ask.Standing is not var (name, uses, perDay, days) || ask.Emergency || ask.Brokered)
            return new Refusal("standing_by_person", "A standing pre-approval is asked for by a person, in the portal.");
        var terms = StandingTerms.Create(name, uses, perDay, days, now);
        if (!terms.Succeeded)
            return terms;
        var pattern = PrivilegePath.ReadPattern(ask.Call.ResourceId);
        return (pattern.Refusal ?? rule.WhyNotStanding(terms.Value, path.Risk, now)) is { } no ? no : terms;
    }

    // Whoever has no part in the tenant can have started nothing there; what the workload said of it stays in the record as words.
    private static async Task<PersonId?> StarterAsync(PortalDb db, string? named, TenantId tenant, CancellationToken cancellation) => named is null
        ? null
        : await db.People.Where(p => (p.ObjectId == named || p.Mail == named) && (p.TenantId == tenant || p.AlsoIn.Any(also => also.TenantId == tenant)))
            .OrderBy(p => p.Id).Select(p => (PersonId?)p.Id).FirstOrDefaultAsync(cancellation);
}
