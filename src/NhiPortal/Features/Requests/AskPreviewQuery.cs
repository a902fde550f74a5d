using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Executions;

namespace NhiPortal.Features.Requests;

/// <summary>What would become of an ask: why it would be refused, or who would decide it and within which limits.</summary>
public sealed record AskPreview
{
    public Refusal? Refusal { get; init; }
    public Phrase? Act { get; init; }
    public string? PolicyRule { get; init; }
    public string? PolicyWords { get; init; }
    public int LongestMinutes { get; init; }
    public int Minutes { get; init; }
    public int WaitMinutes { get; init; }
    public bool RequiresTicket { get; init; }

    /// <summary>The portal would carry it out, whether asked to or not.</summary>
    public bool Brokered { get; init; }

    /// <summary>What the portal would take back on the target when the grant ends.</summary>
    public string? AtTheEnd { get; init; }
    /// <summary>For how many days a standing pre-approval may be asked for; null where none may.</summary>
    public int? StandingDays { get; init; }

    /// <summary>The standing pre-approval it would be.</summary>
    public StandingTerms? Terms { get; init; }
    public IReadOnlyList<StageView> Stages { get; init; } = [];

    /// <summary>The waiting request for exactly this, which asking again would lead to.</summary>
    public Guid? Waiting { get; init; }
}

/// <summary>Asks without asking: the analysis of <see cref="AskForAccess"/>, and nothing is written.</summary>
public sealed class AskPreviewQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, TimeProvider time)
{
    public async Task<AskPreview> RunAsync(Actor actor, Ask ask, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var workload = await db.Workloads.AsNoTracking().SingleOrDefaultAsync(w => w.Id == ask.Workload && w.RetiredAt == null, cancellation);
        if (workload is null)
            return No(new Refusal("unknown_subject", "There is no such workload for this caller."));
        if (await db.WhyMayNotAskAsync(actor, workload, now, cancellation) is { } notAllowed)
            return No(notAllowed);
        var facts = (await db.AccessFactsAsync(workload.IntegrationId, now, cancellation))!;
        if (AccessJudge.WhyNotRequestable(facts, ask.Call, now) is { } barred)
            return No(barred);
        var target = facts.Targets[ask.Call.Target];
        var policy = await db.RuleForAsync(facts, target, ask.Call.Action, cancellation);
        if (!policy.Succeeded)
            return No(policy.Refusal);

        if (Brokering.WhyNotAsked(connectors, policy.Value.Rule, ask) is { } notBrokered)
            return No(notBrokered);

        var path = target.Actions[ask.Call.Action];
        var call = ask.Call.Narrow(path.MeaningfulFields);
        var rule = policy.Value.Rule;
        var terms = ask.Standing is null ? null : AskDescription.Terms(actor, ask, path, rule, now);
        if (terms?.Refusal is { } notStanding)
            return No(notStanding) with { StandingDays = rule.StandingDays };
        var imagined = AccessRequest.Ask(
            new AskedFor
            {
                Tenant = facts.Tenant,
                Integration = facts.Id,
                Workload = workload.Id,
                Target = target.Id,
                Call = call,
                Parameters = Encoding.UTF8.GetString(CanonicalJson.ToBytes(JsonSerializer.SerializeToUtf8Bytes(call.Parameters))),
                Risk = path.Risk,
                Justification = "",
                Minutes = ask.Minutes ?? rule.LongestGrantMinutes,
                Rule = rule,
                PolicyVersion = policy.Value.Version,
                Basis = facts.BasisOf(target, path, terms is not null),
                Terms = terms?.Value,
                Brokered = ask.Brokered,
                RequestedBy = actor.Person,
            },
            now);
        return new AskPreview
        {
            Act = ActionWording.Of(call.Action, path.Title, path.Class, call.ResourceType, call.ResourceId, ActionWording.Values(imagined.Parameters)).Act,
            PolicyRule = rule.Name,
            PolicyWords = PolicyWords.Of(rule),
            LongestMinutes = rule.LongestGrantMinutes,
            Minutes = imagined.RequestedMinutes,
            WaitMinutes = rule.RequestLifetimeMinutes,
            RequiresTicket = rule.RequiresTicket,
            Brokered = rule.AlwaysBrokered && imagined.Terms is null,
            AtTheEnd = imagined.Brokered ? TargetChange.Meaning(call.Action, call.ResourceId, imagined.Parameters).Value.WordsAtTheEnd(null) : null,
            StandingDays = rule.StandingDays,
            Terms = imagined.Terms,
            Stages = await db.StageViewsAsync(imagined, _ => null, now, cancellation),
            Waiting = await db.Requests.Where(r => r.WorkloadId == workload.Id && r.BindingHash == imagined.BindingHash && r.Status == RequestStatus.Pending && r.ExpiresAt > now)
                .Select(r => (Guid?)r.Id.Value).SingleOrDefaultAsync(cancellation),
        };
    }

    private static AskPreview No(Refusal refusal) => new() { Refusal = refusal };
}
