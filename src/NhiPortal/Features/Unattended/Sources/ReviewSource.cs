using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>Break-glass that nobody independent reviews.</summary>
internal sealed class ReviewSource : IUnattendedSource
{
    public UnattendedKind Kind => UnattendedKind.ReviewOverdue;

    public async Task<List<Guid>> CandidatesAsync(UnattendedReading read)
    {
        var (db, cut, now) = (read.Db, read.Cut, read.Now);
        return [.. (await Owed(read).Where(u => u.ReviewDue <= cut
                && !db.Revocations.Any(r => r.UseId == u.Id && (r.EndedAt == null || r.KeptUntil > now || (r.State == RevocationState.Confirmed && !db.Integrations.Any(i => i.Id == u.IntegrationId && i.Status == IntegrationStatus.Active)))))
            .OrderBy(u => u.ReviewDue).Select(u => u.Id).Take(UnattendedReading.MostCandidates).ToListAsync(read.Cancellation)).Select(id => id.Value)];
    }

    public async Task<List<UnattendedFact>> ReadAsync(UnattendedReading read, IReadOnlyList<Guid> keys)
    {
        var ids = keys.Select(key => new BreakGlassUseId(key)).ToList();
        var rows = await (from use in read.Db.BreakGlassUses.AsNoTracking()
                          where EF.Parameter(ids).Contains(use.Id)
                          join integration in read.Db.Integrations on use.IntegrationId equals integration.Id
                          join target in read.Db.Targets on use.TargetId equals target.Id
                          select new { Use = use, Integration = integration.Name, Target = target.Key }).ToListAsync(read.Cancellation);
        var owners = await read.Db.OwnersOfAsync([.. rows.Select(row => row.Use.IntegrationId).Distinct()], read.Cancellation);
        return [.. rows.Select(row => Fact(row.Use, $"Break-glass of {row.Integration} on {row.Target}", owners.TryGetValue(row.Use.IntegrationId, out var owner) ? owner : null, read))];
    }

    public Task<int> AliveAsync(UnattendedReading read, TenantId tenant) => Owed(read).CountAsync(u => u.TenantId == tenant, read.Cancellation);

    private static IQueryable<BreakGlassUse> Owed(UnattendedReading read) => read.Db.BreakGlassUses.AsNoTracking().Where(u => u.ReviewedAt == null);

    private UnattendedFact Fact(BreakGlassUse use, string label, PersonId? owner, UnattendedReading read)
    {
        var (attendance, words) = use switch
        {
            { ReviewedAt: not null } => (Attendance.Attended, "It was reviewed."),
            _ when use.ReviewDue > read.Cut => (Attendance.Attended, "Its review is not due yet."),
            _ => (Attendance.Unattended, $"Somebody independent was to review it by {use.ReviewDue.UtcDateTime:d MMM yyyy}."),
        };
        return new(use.Id.Value, new(Kind, use.TenantId, label, owner) { Use = use.Id, Integration = use.IntegrationId, Target = use.TargetId }, attendance, use.ReviewDue, words);
    }
}
