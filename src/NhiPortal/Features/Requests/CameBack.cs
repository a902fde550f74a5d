using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Why a request came back to its owners: what changed, and who had answered on the earlier facts.</summary>
public sealed record CameBack(Guid From, DateTimeOffset At, IReadOnlyList<BasisChange> Changes, IReadOnlyList<DecisionView> Earlier);

/// <summary>Reads it, and the request that took a returned one's place.</summary>
internal static class CameBackReading
{
    public static async Task<CameBack?> CameBackAsync(this PortalDb db, AccessRequest request, CancellationToken cancellation)
    {
        if (request.FollowsId is not { } earlier)
            return null;
        var decisions = await (from decision in db.Set<ApprovalDecision>().AsNoTracking()
                               where decision.RequestId == earlier && !decision.ByBreakGlass
                               join person in db.People.IgnoreAutoIncludes() on decision.PersonId equals person.Id
                               orderby decision.DecidedAt
                               select new { Decision = decision, person.Name, For = db.People.Where(p => p.Id == decision.ForId).Select(p => p.Name).SingleOrDefault() }).ToListAsync(cancellation);
        return new CameBack(earlier.Value, request.AskedAt, request.Changes, decisions.ConvertAll(row =>
            new DecisionView(row.Name, row.Decision.Role, row.Decision.Verdict, row.Decision.Minutes, row.Decision.Reason, row.Decision.DecidedAt) { For = row.For }));
    }

    /// <summary>The request that asks the same again.</summary>
    public static async Task<Guid?> AskedAgainAsync(this PortalDb db, AccessRequest request, CancellationToken cancellation) =>
        await db.Requests.Where(r => r.FollowsId == request.Id).Select(r => (Guid?)r.Id.Value).SingleOrDefaultAsync(cancellation);
}
