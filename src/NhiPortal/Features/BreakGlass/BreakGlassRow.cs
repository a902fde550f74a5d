using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.BreakGlass;

/// <summary>One use of break-glass as lists show it.</summary>
public sealed record BreakGlassRow(Guid Id, Guid Request, string Person, BreakGlassStanding Standing, string Integration, string Target, Phrase Act)
{
    public string? For { get; init; }
    public required DateTimeOffset UsedAt { get; init; }
    public required DateTimeOffset ReviewDue { get; init; }
    public DateTimeOffset? ReviewedAt { get; init; }
    public string? ReviewedBy { get; init; }
    public bool? Needed { get; init; }

    internal static async Task<IReadOnlyList<BreakGlassRow>> ReadAsync(PortalDb db, IQueryable<BreakGlassUse> uses, CancellationToken cancellation) =>
        [.. (await (from use in uses
                    join request in db.Requests.IgnoreAutoIncludes() on use.RequestId equals request.Id
                    join integration in db.Integrations on use.IntegrationId equals integration.Id
                    join target in db.Targets on use.TargetId equals target.Id
                    join action in db.Actions on request.ActionName equals action.Name into actions
                    from action in actions.DefaultIfEmpty()
                    select new
                    {
                        Use = use,
                        Request = request,
                        Action = action,
                        Integration = integration.Name,
                        Target = target.Key,
                        Person = db.People.Where(p => p.Id == use.PersonId).Select(p => p.Name).First(),
                        For = db.People.Where(p => p.Id == use.ForId).Select(p => p.Name).FirstOrDefault(),
                        Reviewer = db.People.Where(p => p.Id == use.ReviewedById).Select(p => p.Name).FirstOrDefault(),
                    }).ToListAsync(cancellation))
            .OrderByDescending(row => row.Use.UsedAt).Select(row => new BreakGlassRow(
                row.Use.Id.Value, row.Use.RequestId.Value, row.Person, row.Use.Standing, row.Integration, row.Target, ActionWording.Of(row.Request, row.Action).Act)
            {
                For = row.For,
                UsedAt = row.Use.UsedAt,
                ReviewDue = row.Use.ReviewDue,
                ReviewedAt = row.Use.ReviewedAt,
                ReviewedBy = row.Reviewer,
                Needed = row.Use.Needed,
            })];
}
