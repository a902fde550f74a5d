using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Risk;
using NhiPortal.Features.Access;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Grants;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Requests;

/// <summary>Reads one request in full for one viewer; null when there is none for them.</summary>
public sealed class RequestDetailQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, RiskWeights weights, TimeProvider time)
{
    public async Task<RequestDetail?> RunAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var wanted = new RequestId(id);
        var row = await (
            from r in db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).Include(r => r.Escalations).AsSplitQuery().To(actor, db)
            where r.Id == wanted
            join i in db.Integrations on r.IntegrationId equals i.Id
            join t in db.Targets on r.TargetId equals t.Id
            join w in db.Workloads on r.WorkloadId equals w.Id
            join a in db.Actions on r.ActionName equals a.Name into actions
            from a in actions.DefaultIfEmpty()
            orderby r.Id
            select new { Request = r, Integration = i, Target = t, Workload = w, Action = a }).SingleOrDefaultAsync(cancellation);
        if (row is null)
            return null;

        var request = row.Request;
        var meaning = TargetChange.Meaning(request.ActionName, request.ResourceId, request.Parameters);
        var grant = await db.Grants.AsNoTracking().SingleOrDefaultAsync(g => g.RequestId == wanted, cancellation);
        PersonId?[] named = [.. request.Escalations.SelectMany(step => step.To).SelectMany(to => new[] { to.Person, to.Owner }), request.StartedById, request.RequestedById, grant?.EndedById, .. request.Decisions.SelectMany(d => new[] { d.PersonId, d.ForId }), .. request.Questions.SelectMany(q => new[] { q.AskedById, q.AnsweredById })];
        var ids = named.OfType<PersonId>().Distinct().ToList();
        var people = await db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => ids.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => new NamedPerson(p.Id.Value, p.Name, p.Active), cancellation);
        NamedPerson? Name(PersonId? person) => person is { } known ? people.GetValueOrDefault(known) : null;

        var use = grant is null ? GrantUse.None : (await db.UsesAsync([grant], cancellation))[grant.Id];
        var history = await db.AskHistoryAsync(request, now, cancellation);
        var policy = await db.Policies.AsNoTracking().SingleOrDefaultAsync(p => p.Number == request.PolicyVersion, cancellation);
        var picture = await db.IntegrationPicturesAsync([request.IntegrationId], now, cancellation);
        var risk = picture.Count == 0 ? [] : RiskScore.Of(picture[0], weights, now).Facts;
        return new RequestDetail
        {
            Id = id,
            Status = request.Status == RequestStatus.Pending && now >= request.ExpiresAt ? RequestStatus.Expired : request.Status,
            EndReason = request.EndReason,
            AskedAt = request.AskedAt,
            ExpiresAt = request.ExpiresAt,
            EndedAt = request.EndedAt,
            By = new AskedBy(row.Integration.Id.Value, row.Integration.Key, row.Integration.Name, row.Integration.Kind, row.Workload.Issuer, row.Workload.Subject)
            {
                StartedBy = Name(request.StartedById),
                RequestedBy = Name(request.RequestedById),
                Session = request.Session,
            },
            What = new AskedWhat(request.ActionName, row.Action?.Title, request.Risk, request.ResourceType, request.ResourceId, request.BindingHash)
            {
                Values = ActionWording.Values(request.Parameters),
                Wording = ActionWording.Of(request, row.Action),
                Target = row.Target.Id.Value,
                TargetKey = row.Target.Key,
                TargetName = row.Target.Name,
                Connector = connectors.KindOf(row.Target.Key),
                IsReadable = !request.IsStanding && meaning.Succeeded && connectors.Acts(row.Target.Key),
            },
            Justification = request.Justification,
            Ticket = request.Ticket,
            Terms = request.Terms,
            Under = await db.PreApprovals.Where(p => p.RequestId == request.UnderId).Select(p => new UnderView(p.RequestId.Value, p.Name)).SingleOrDefaultAsync(cancellation),
            Brokered = request.Brokered,
            Meant = !request.IsStanding && meaning.Succeeded ? meaning.Value : null,
            Saw = request.Decisions.Where(d => d.Saw is not null && !d.ByBreakGlass).OrderBy(d => d.DecidedAt).LastOrDefault()?.Saw,
            Execution = request.Brokered ? await db.ExecutionOfAsync(wanted, cancellation) : null,
            RequestedMinutes = request.RequestedMinutes,
            LongestMinutes = request.LongestMinutes,
            UseLimit = request.UseLimit,
            NeedsTypedConfirmation = request.NeedsTypedConfirmation,
            PolicyVersion = request.PolicyVersion,
            PolicyRule = request.PolicyRule,
            PolicyWords = policy?.Rules.FirstOrDefault(rule => rule.Name == request.PolicyRule) is { } rule ? PolicyWords.Of(rule) : null,
            Stages = await db.StageViewsAsync(request, Name, now, cancellation),
            Risks = RiskFacts.Of(request, row.Target, row.Action, risk, history),
            History = history,
            Questions = [.. request.Questions.OrderBy(q => q.Number).Select(q => new QuestionView(
                Name(q.AskedById)?.Name ?? "", q.AskedAt, q.Words, q.Answer, q.AnsweredAt is null ? null : Name(q.AnsweredById)?.Name ?? row.Integration.Key, q.AnsweredAt))],
            Grant = grant is null ? null : new GrantView(grant.Id.Value, grant.Status, grant.From, grant.Until, use, grant.UseLimit)
            {
                EndedAt = grant.EndedAt,
                EndedBy = Name(grant.EndedById)?.Name,
                EndReason = grant.EndReason,
            },
            Watched = await db.RequestWatches.AnyAsync(w => w.RequestId == wanted && w.PersonId == (actor.Person ?? default), cancellation),
            Watchers = await db.RequestWatches.CountAsync(w => w.RequestId == wanted, cancellation),
            Came = await db.CameBackAsync(request, cancellation),
            AskedAgain = await db.AskedAgainAsync(request, cancellation),
            Alone = request.Decisions.Where(d => d.ByBreakGlass)
                .Select(d => new DecisionView(Name(d.PersonId)?.Name ?? "", d.Role, d.Verdict, d.Minutes, d.Reason, d.DecidedAt) { For = Name(d.ForId)?.Name, ByBreakGlass = true }).SingleOrDefault(),
            Mine = await TurnAsync(db, actor, request, row.Target.Key, now, cancellation),
        };
    }

    private static async Task<MyTurn> TurnAsync(PortalDb db, Actor actor, AccessRequest request, string target, DateTimeOffset now, CancellationToken cancellation)
    {
        if (actor.Person is not { } person || request.Status != RequestStatus.Pending || now >= request.ExpiresAt)
            return new MyTurn(null, null, null, false);
        var turn = request.TurnFor(await db.ApproverFactsAsync(request, person, now, cancellation), now);
        var facts = await db.AccessFactsAsync(request.IntegrationId, now, cancellation);
        return new MyTurn(
            turn.Succeeded ? turn.Value.Stage.Role : null, turn.Refusal, RequestedCall.WhyNotAsAsked(request, facts!, target, now),
            request.RequestedById == person || Permissions.Allows(actor, Permission.CancelRequests))
        {
            For = turn.Succeeded ? turn.Value.Lent?.LenderName : null,
            SignInAgain = request.WhyNotProved(actor.ProvedAt, now),
            MayAnswer = request.OpenQuestion is not null && await db.WhyMayNotAnswerAsync(actor, request, now, cancellation) is null,
        };
    }
}
