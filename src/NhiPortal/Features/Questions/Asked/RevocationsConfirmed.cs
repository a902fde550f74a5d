using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Features.Questions.Asked;

/// <summary>Privilege taken away, by the word of the target and not of the button.</summary>
public sealed class RevocationsConfirmed : IAuditQuestion
{
    public string Key => "revocations-confirmed";

    public string Title => "What was taken away on targets, and did the target confirm it?";

    public string Words => "Removals ordered in the period, without those called off; confirmed means that the target itself showed afterwards that it is gone.";

    public string Moment => "Ordered";

    public string Who => "Ordered by";

    public IQueryable<QuestionRow> Of(QuestionScope scope)
    {
        var (from, until) = (scope.From, scope.Until);
        var removals = scope.Rows<Removal>().Where(r => r.OrderedAt >= from && r.OrderedAt < until && r.State != RemovalState.CalledOff);
        if (scope.Person is { } person)
            removals = removals.Where(r => r.OrderedById == person);
        return removals.OrderByDescending(r => r.OrderedAt).ThenByDescending(r => r.Id).Select(r => new QuestionRow
        {
            Id = r.Id.Value,
            At = r.OrderedAt,
            What = r.Reason,
            Detail = Confirmed(r.State, r.OrderedAt, r.EndedAt, r.Trouble),
            Integration = r.IntegrationId,
            Target = r.TargetId,
            Href = "/reconciliation",
        });
    }

    public async Task<IReadOnlyList<RowHand>> HandsAsync(PortalDb db, IReadOnlyList<QuestionRow> rows, CancellationToken cancellation)
    {
        var ids = rows.Select(row => new RemovalId(row.Id)).ToList();
        var ordered = await db.Removals.AsNoTracking().Where(r => ids.Contains(r.Id) && r.OrderedById != null).Select(r => new { r.Id, r.OrderedById, r.OrderedAt }).ToListAsync(cancellation);
        return [.. ordered.Select(r => new RowHand(r.Id.ToString(), r.OrderedById!.Value, null, "ordered it", r.OrderedAt))];
    }

    private static string Confirmed(RemovalState state, DateTimeOffset ordered, DateTimeOffset? ended, string? trouble) => state switch
    {
        RemovalState.Confirmed => $"Confirmed by the target after {Took(ended!.Value - ordered)}",
        RemovalState.Impossible => $"Not possible: {trouble}",
        _ => trouble is null ? "Not confirmed yet" : $"Not confirmed yet: {trouble}",
    };

    private static string Took(TimeSpan time) => time.TotalMinutes < 1 ? "less than a minute" : time.TotalHours < 2 ? $"{time.TotalMinutes:0} min" : time.TotalDays < 2 ? $"{time.TotalHours:0} h" : $"{time.TotalDays:0} days";
}
