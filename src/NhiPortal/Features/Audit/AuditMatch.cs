using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>One walk along an index, in the log's order.</summary>
/// <param name="Rows">The rows an index gives by equality; null for the whole log.</param>
/// <param name="Sorted">False where several equalities are asked at once, so that their rows have to be sorted.</param>
internal sealed record AuditTrail(Expression<Func<AuditEvent, bool>>? Rows, bool Sorted = true);

/// <summary>
/// A filter made ready to be read: ways to reach its events by index, each of them complete, tests that every row on the
/// way must pass, and what only the event itself can tell.
/// </summary>
internal sealed class AuditMatch
{
    private const int MostTrails = 40;
    private const int MostRequests = 200;
    private readonly List<Expression<Func<AuditEvent, bool>>> tests = [];
    private bool sparse;

    public List<IReadOnlyList<AuditTrail>> Ways { get; } = [];

    public IReadOnlyList<Expression<Func<AuditEvent, bool>>> Tests => tests;

    /// <summary>Asked of the event's body, after the tests.</summary>
    public Func<AuditBody, bool>? Told { get; private set; }

    /// <summary>The filter names something that does not exist for this actor.</summary>
    public bool Nothing { get; private set; }

    /// <summary>Rows may have to be walked that are not shown, so the walk needs a bound.</summary>
    public bool Sparse => sparse || Ways.Count > 1 || Told is not null;

    /// <summary>The person has decided more requests than are followed.</summary>
    public bool OnlyNewestRequests { get; private set; }

    public static async Task<AuditMatch> ReadAsync(PortalDb db, Actor actor, AuditFilter filter, CancellationToken cancellation)
    {
        var match = new AuditMatch();
        if (actor.Tenants?.Select(tenant => (TenantId?)tenant).ToList() is { } tenants)
            match.Test(e => (tenants.Contains(e.TenantId) ? 1 : 0) > 0);
        await match.ThingsAsync(db, filter, cancellation);
        await match.KindsAsync(db, filter, cancellation);
        if (filter.Who is { } person)
            await match.PersonAsync(db, person, cancellation);
        match.Say(filter);
        if (match.Ways.Count == 0)
            match.Ways.Add([new AuditTrail(null)]);
        return match;
    }

    // Tests are written so that no index answers them: the walk along the chosen way is what keeps the log's order.
    private async Task ThingsAsync(PortalDb db, AuditFilter filter, CancellationToken cancellation)
    {
        if (filter.IntegrationKey is { } key)
        {
            var found = await db.Integrations.Where(i => i.Key == key).Select(i => (IntegrationId?)i.Id).SingleOrDefaultAsync(cancellation);
            Nothing |= found is null;
            Along(e => e.IntegrationId == found, e => (e.IntegrationId == found ? 1 : 0) > 0);
        }

        if (filter.TargetKey is { } targetKey)
        {
            var found = await db.Targets.Where(t => t.Key == targetKey).Select(t => (TargetId?)t.Id).SingleOrDefaultAsync(cancellation);
            Nothing |= found is null;
            Along(e => e.TargetId == found, e => (e.TargetId == found ? 1 : 0) > 0);
        }

        if (filter.Subject is { } subject)
        {
            // No index leads to a workload's events; the one to its integration's comes close.
            var found = await db.Workloads.Where(w => w.Subject == subject).OrderBy(w => w.Id).Select(w => new { w.Id, w.IntegrationId }).Take(MostTrails).ToListAsync(cancellation);
            Nothing |= found.Count == 0;
            var ids = found.Select(w => (WorkloadId?)w.Id).ToList();
            Ways.Add([.. found.Select(w => (IntegrationId?)w.IntegrationId).Distinct().Select(id => new AuditTrail(e => e.IntegrationId == id))]);
            Test(e => (ids.Contains(e.WorkloadId) ? 1 : 0) > 0);
        }
    }

    private async Task KindsAsync(PortalDb db, AuditFilter filter, CancellationToken cancellation)
    {
        if (filter.Kinds.Count == 0 && filter.Ended is null)
            return;
        var kinds = (await db.OnRecordAsync(cancellation))
            .Where(kind => AuditKinds.Fits(kind, filter.Kinds) && (filter.Ended is not { } outcome || AuditKinds.EndsIn(kind, outcome))).ToList();
        Nothing |= kinds.Count == 0;
        if (kinds.Count is > 0 and <= MostTrails)
            Ways.Add([.. kinds.Select(kind => new AuditTrail(e => e.Kind == kind))]);
        else
            sparse = true;
        tests.Add(e => (kinds.Contains(e.Kind) ? 1 : 0) > 0);
    }

    private async Task PersonAsync(PortalDb db, PersonId person, CancellationToken cancellation)
    {
        var requests = await db.Set<Domain.Requests.ApprovalDecision>().Where(d => d.PersonId == person).OrderByDescending(d => d.DecidedAt)
            .Select(d => (RequestId?)d.RequestId).Take(MostRequests).ToListAsync(cancellation);
        // Rules and strangers act under the empty id; no person has it.
        Nothing |= person.Value == Guid.Empty;
        OnlyNewestRequests = requests.Count == MostRequests;
        var (id, about) = (person.Value, (PersonId?)person);
        List<AuditTrail> trails = [new(e => e.ActorId == id), new(e => e.PersonId == about)];
        if (requests.Count > 0)
            trails.Add(new(e => requests.Contains(e.RequestId), Sorted: false));
        Ways.Add(trails);
        tests.Add(e => (e.ActorId == id || e.PersonId == about || requests.Contains(e.RequestId) ? 1 : 0) > 0);
        Told = body => body.Actor.Id == id || body.Person?.Id == id || body.Approvers?.Any(approver => approver.Person == id) == true;
    }

    private void Say(AuditFilter filter)
    {
        if (filter.Since is { } since)
            tests.Add(e => (e.At >= since ? 1 : 0) > 0);
        if (filter.Until is { } until)
            tests.Add(e => (e.At < until ? 1 : 0) > 0);
        if (filter.Words is not { } words)
            return;
        // The body is searched as it is stored; which part of it the words stand in is asked afterwards.
        var like = Like.Holding(System.Text.Encoding.UTF8.GetString(CanonicalJson.ToBytes(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(words)))[1..^1]);
        Test(e => EF.Functions.Like(e.Body, like, Like.Escape));
        var also = Told;
        Told = body => body.Sentence.Contains(words, StringComparison.OrdinalIgnoreCase) && also?.Invoke(body) != false;
    }

    private void Test(Expression<Func<AuditEvent, bool>> test)
    {
        sparse = true;
        tests.Add(test);
    }

    private void Along(Expression<Func<AuditEvent, bool>> index, Expression<Func<AuditEvent, bool>> test)
    {
        Ways.Add([new AuditTrail(index)]);
        tests.Add(test);
    }
}
