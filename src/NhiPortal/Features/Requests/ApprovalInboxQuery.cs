using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Requests;

/// <summary>One request that waits for this person, or that a separation rule keeps from them and says why.</summary>
public sealed record InboxItem
{
    public required Guid Id { get; init; }
    public required string Integration { get; init; }

    /// <summary>The identity that asks, and what for: what has them in common is alike.</summary>
    public required (WorkloadId Workload, string Action) Asks { get; init; }

    /// <summary>Everything of the same identity, for the same action on the same target, that waited at this moment; not all of it is listed.</summary>
    public IReadOnlyList<Guid> Alike { get; init; } = [];

    /// <summary>The caller's own words, cut short.</summary>
    public required string Reason { get; init; }

    public required IntegrationKind Kind { get; init; }
    public required Phrase Act { get; init; }
    public required string Target { get; init; }
    public required RiskLevel Risk { get; init; }
    public required int Minutes { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The stage's role this person would fill.</summary>
    public required OwnerRole Role { get; init; }

    /// <summary>Who lends them that role, where it is not their own.</summary>
    public string? For { get; init; }

    /// <summary>The separation rule that bars them, in its own sentence.</summary>
    public required string? Barred { get; init; }

    /// <summary>Roles that must answer too before there is a grant.</summary>
    public required IReadOnlyList<OwnerRole> StillNeeded { get; init; }

    /// <summary>A question waits for the requester's answer.</summary>
    public bool Asked { get; init; }

    /// <summary>It was decided, or waited, on facts that changed.</summary>
    public bool CameBack { get; init; }

    /// <summary>Set where not one action waits but a standing pre-approval of many.</summary>
    public StandingTerms? Terms { get; init; }

    /// <summary>It may be decided together with others.</summary>
    public bool MayBePicked => Barred is null && Risk < RiskLevel.Critical && Terms is null;
}

/// <summary>What waits for one person, most pressing first; <see cref="More"/> says that there is more than is listed.</summary>
/// <param name="Waiting">How many wait for them, listed or not; of those not listed nobody has judged yet whether a separation rule bars them.</param>
public sealed record Inbox(IReadOnlyList<InboxItem> Items, int Waiting, bool More);

/// <summary>Reads the inbox of one person by the same analysis that judges their click.</summary>
public sealed class ApprovalInboxQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 200, MostAlike = 50, MostLookedAt = 5_000;

    public async Task<Inbox> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Person is not { } person)
            return new([], 0, false);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        // A role lent for one request makes all of its lender's a candidate; the rules then keep what is not lent.
        var lenders = db.Delegations.Where(Delegation.LendsAt(now)).Where(d => d.StandInId == person).Select(d => d.LenderId);
        var mine = db.Ownerships.Where(o => (o.PersonId == person || lenders.Contains(o.PersonId)) && o.ClosedAt == null && o.AcceptedAt != null);
        if (!await mine.AnyAsync(cancellation))
            return new([], 0, false);

        // What is theirs at all is found in an index alone; only that is asked for its stages.
        var integrations = mine.Where(o => o.IntegrationId != null).Select(o => o.IntegrationId!.Value);
        var targets = mine.Where(o => o.TargetId != null).Select(o => o.TargetId!.Value);
        var theirs = db.Requests.Where(r => r.Status == RequestStatus.Pending && r.ExpiresAt > now && (integrations.Contains(r.IntegrationId) || targets.Contains(r.TargetId)));
        var waiting = await theirs
            .Where(r => mine.Any(o => o.IntegrationId == r.IntegrationId && r.Stages.Any(s => s.Role == o.Role))
                || mine.Any(o => o.TargetId == r.TargetId && r.Stages.Any(s => s.Role == o.Role)))
            .OrderBy(r => r.ExpiresAt).ThenBy(r => r.Id).Select(r => new { r.Id, Alike = new { r.WorkloadId, r.ActionName, r.TargetId, Standing = r.Terms != null } }).Take(MostLookedAt).ToListAsync(cancellation);
        if (waiting.Count == 0)
            return new([], 0, false);
        // A flood shows its most pressing ones and how many it is; it does not fill the places of what expires later.
        var alike = waiting.GroupBy(each => each.Alike, each => each.Id.Value).ToDictionary(each => each.Key, each => (IReadOnlyList<Guid>)[.. each]);
        var shown = alike.Values.SelectMany(each => each.Take(MostAlike)).ToHashSet();
        var listed = waiting.Where(each => shown.Contains(each.Id.Value)).Select(each => each.Id).Take(Most).ToList();

        var rows = await (
            from request in db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery()
            where listed.Contains(request.Id)
            join integration in db.Integrations on request.IntegrationId equals integration.Id
            join target in db.Targets on request.TargetId equals target.Id
            join action in db.Actions on request.ActionName equals action.Name into actions
            from action in actions.DefaultIfEmpty()
            orderby request.ExpiresAt, request.Id
            select new { Request = request, Integration = integration.Name, integration.Kind, Target = target.Key, Action = action })
            .ToListAsync(cancellation);

        var facts = await db.ApproverFactsAsync([.. rows.Select(row => row.Request)], [person], now, cancellation);
        var items = (from row in rows
                     let approver = facts[(row.Request.Id, person)]
                     let turn = row.Request.TurnFor(approver, now)
                     let open = turn.Succeeded ? turn.Value.Stage : row.Request.OpenStages().FirstOrDefault(stage => approver.RolesHeld.Contains(stage.Role))
                     where open is not null && !row.Request.Decisions.Exists(d => d.PersonId == person)
                     let barred = turn.Refusal
                     orderby barred is not null, row.Request.ExpiresAt, row.Request.Risk descending
                     select new InboxItem
                     {
                         Id = row.Request.Id.Value,
                         Integration = row.Integration,
                         Kind = row.Kind,
                         Asks = (row.Request.WorkloadId, row.Request.ActionName),
                         Alike = alike[new { row.Request.WorkloadId, row.Request.ActionName, row.Request.TargetId, Standing = row.Request.Terms != null }],
                         Terms = row.Request.Terms,
                         Reason = Text.Kept(row.Request.Justification, InboxGroup.LongestReason),
                         Act = ActionWording.Of(row.Request, row.Action).Act,
                         Target = row.Target,
                         Risk = row.Request.Risk,
                         Minutes = row.Request.RequestedMinutes,
                         AskedAt = row.Request.AskedAt,
                         ExpiresAt = row.Request.ExpiresAt,
                         Role = open.Role,
                         For = turn.Succeeded ? turn.Value.Lent?.LenderName : null,
                         Barred = barred?.Sentence,
                         StillNeeded = [.. row.Request.Stages.Where(stage => !row.Request.IsComplete(stage) && (stage.Number != open.Number || stage.Quorum > row.Request.Decisions.Count(d => d.Stage == stage.Number) + 1)).Select(stage => stage.Role)],
                         Asked = row.Request.OpenQuestion is not null,
                         CameBack = row.Request.FollowsId is not null,
                     }).ToList();
        var all = waiting.Count < MostLookedAt && listed.Count == waiting.Count;
        return new(items, all ? items.Count(item => item.Barred is null) : await TheirTurnAsync(db, theirs, mine, person, cancellation) - items.Count(item => item.Barred is not null), !all);
    }
    /// <summary>Counted where it lies, however many there are: a stage of a role of theirs is open, and they have answered none.</summary>
    private static Task<int> TheirTurnAsync(PortalDb db, IQueryable<AccessRequest> requests, IQueryable<Ownership> mine, PersonId person, CancellationToken cancellation) =>
        requests.CountAsync(r => !r.Decisions.Any(d => d.PersonId == person) && r.Stages.Any(s =>
            mine.Any(o => o.Role == s.Role && (o.IntegrationId == r.IntegrationId || o.TargetId == r.TargetId))
            && db.Set<ApprovalDecision>().Count(d => d.RequestId == r.Id && d.Stage == s.Number && d.Verdict == Verdict.Approve) < s.Quorum
            && !r.Stages.Any(earlier => earlier.Order < s.Order && db.Set<ApprovalDecision>().Count(d => d.RequestId == r.Id && d.Stage == earlier.Number && d.Verdict == Verdict.Approve) < earlier.Quorum)), cancellation);
}
