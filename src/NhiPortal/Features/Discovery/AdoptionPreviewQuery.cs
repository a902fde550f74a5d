using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Discovery;

/// <summary>What adopting would make of one account, or why not.</summary>
public sealed record AdoptionPreview(CandidateId Id, TenantId Tenant, string Account, string Target, string Key, string? WhyNot);

/// <summary>Shows what adopting would do, by the same analysis that does it.</summary>
public sealed class AdoptionPreviewQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<IReadOnlyList<AdoptionPreview>> RunAsync(Actor actor, IReadOnlyList<CandidateId> candidates, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.Discover))
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var lines = await AdoptionPlan.MakeAsync(db, actor, candidates, time.GetUtcNow(), cancellation);
        return [.. lines.Select(line => new AdoptionPreview(
            line.Candidate.Id, line.Target.TenantId, line.Candidate.AccountName, line.Target.Key, line.Key, line.Refusal?.Sentence))];
    }
}
