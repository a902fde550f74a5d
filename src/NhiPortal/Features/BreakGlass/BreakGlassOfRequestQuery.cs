using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.BreakGlass;

/// <summary>That this viewer may break the glass on a request, and everything they should know before they do.</summary>
public sealed record BreakGlassOffer(BreakGlassStanding Standing, string TargetKey, int Longest, int Minutes, IReadOnlyList<string> SetAside, int Owners, int Security)
{
    public Refusal? SignInAgain { get; init; }
}

/// <summary>What break-glass has to do with one request: an offer, why it is shut although the viewer has the right, or that it was used.</summary>
public sealed record BreakGlassOfRequest(BreakGlassOffer? Offer, Refusal? Shut, BreakGlassRow? Use, IReadOnlyList<string> SetAside, bool Emergency);

/// <summary>Reads it by the rules that will judge the click; null where there is nothing to say.</summary>
public sealed class BreakGlassOfRequestQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<BreakGlassOfRequest?> RunAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (now, wanted) = (time.GetUtcNow(), new RequestId(id));
        var request = await db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery().To(actor, db).SingleOrDefaultAsync(r => r.Id == wanted, cancellation);
        if (request is null)
            return null;
        if (request.Decisions.Exists(d => d.ByBreakGlass))
        {
            var used = db.BreakGlassUses.AsNoTracking().Where(u => u.RequestId == wanted);
            var codes = await used.Select(u => u.SetAside).SingleAsync(cancellation);
            return new(null, null, (await BreakGlassRow.ReadAsync(db, used, cancellation))[0], BreakGlassWords.SetAside(codes), request.Emergency);
        }

        if (actor.Person is not { } person || request.Status != RequestStatus.Pending || now >= request.ExpiresAt)
            return null;
        var nothing = request.Emergency ? new BreakGlassOfRequest(null, null, null, [], true) : null;
        var target = await db.Targets.AsNoTracking().SingleAsync(t => t.Id == request.TargetId, cancellation);
        var facts = (await db.AccessFactsAsync(request.IntegrationId, now, cancellation))!;
        if (RequestedCall.WhyNotAsAsked(request, facts, target.Key, now) is not null)
            return nothing;
        var known = await db.BreakGlassFactsAsync(request, target, facts, person, now, cancellation);
        var right = BreakGlassRules.RightTo(request, known);
        if (!right.Succeeded)
            return right.Refusal.Code == BreakGlassRules.Debt.Code ? new(null, right.Refusal, null, [], request.Emergency) : nothing;
        if (request.WhyNotNeeded(known.Person, now) is not null)
            return nothing;
        var audience = await db.AudienceAsync(request.TenantId, target.Id, request.IntegrationId, now, cancellation);
        var longest = BreakGlassRules.MinutesAllowed(request, known);
        return new(
            new BreakGlassOffer(
                right.Value.Standing, target.Key, longest, Math.Min(longest, request.RequestedMinutes), BreakGlassWords.SetAside(BreakGlassRules.SetAside(request, known.Person)),
                audience.Owners.Count(owner => owner != person), audience.Security.Count(watcher => watcher != person))
            {
                SignInAgain = AccessRequest.WhyNotProvedInEmergency(actor.ProvedAt, now),
            },
            null, null, [], request.Emergency);
    }
}
