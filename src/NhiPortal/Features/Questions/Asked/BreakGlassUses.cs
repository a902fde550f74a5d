using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;

namespace NhiPortal.Features.Questions.Asked;

/// <summary>Who acted alone in an emergency, and who looked at it afterwards.</summary>
public sealed class BreakGlassUses : IAuditQuestion
{
    public string Key => "break-glass";

    public string Title => "When was the glass broken, and was each use reviewed in time?";

    public string Words => "Uses of break-glass in the period, with the person who acted alone and the independent reviewer.";

    public string Moment => "Used";

    public string Who => "Used and reviewed by";

    public IQueryable<QuestionRow> Of(QuestionScope scope)
    {
        var (from, until) = (scope.From, scope.Until);
        var uses = scope.Rows<BreakGlassUse>().Where(use => use.UsedAt >= from && use.UsedAt < until);
        if (scope.Person is { } person)
            uses = uses.Where(use => use.PersonId == person || use.ForId == person || use.ReviewedById == person);
        return uses.OrderByDescending(use => use.UsedAt).ThenByDescending(use => use.Id).Select(use => new QuestionRow
        {
            Id = use.Id.Value,
            At = use.UsedAt,
            What = use.Reason,
            Detail = Reviewed(use.ReviewedAt, use.ReviewDue, use.Needed) + ": " + use.Reason,
            Request = use.RequestId,
            Integration = use.IntegrationId,
            Target = use.TargetId,
            Href = "/break-glass/" + use.Id.Value,
        });
    }

    public async Task<IReadOnlyList<RowHand>> HandsAsync(PortalDb db, IReadOnlyList<QuestionRow> rows, CancellationToken cancellation)
    {
        var ids = rows.Select(row => new BreakGlassUseId(row.Id)).ToList();
        var uses = await db.BreakGlassUses.AsNoTracking().Where(use => ids.Contains(use.Id))
            .Select(use => new { use.Id, use.PersonId, use.ForId, use.UsedAt, use.ReviewedById, use.ReviewedAt }).ToListAsync(cancellation);
        return [.. uses.SelectMany(use => new[]
        {
            new RowHand(use.Id.ToString(), use.PersonId, use.ForId, "broke the glass", use.UsedAt),
            use.ReviewedById is { } reviewer ? new RowHand(use.Id.ToString(), reviewer, null, "reviewed it", use.ReviewedAt) : null,
        }.OfType<RowHand>())];
    }

    private static string Reviewed(DateTimeOffset? at, DateTimeOffset due, bool? needed) => at is null ? "Not reviewed yet"
        : (at <= due ? "Reviewed in time" : "Reviewed late") + (needed == false ? ", found not needed" : "");
}
