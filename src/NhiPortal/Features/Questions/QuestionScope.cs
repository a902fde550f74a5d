using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Questions;

/// <summary>Where a question looks, and between which moments.</summary>
/// <param name="Db">What is read.</param>
/// <param name="Tenants">The only tenants looked at; null for all.</param>
/// <param name="From">The first moment.</param>
/// <param name="Until">The first moment after the last.</param>
public sealed record QuestionScope(PortalDb Db, IReadOnlyList<TenantId>? Tenants, DateTimeOffset From, DateTimeOffset Until)
{
    public const string Allowed = "access.allowed";

    public IntegrationId? Integration { get; init; }
    public VendorId? Vendor { get; init; }
    public IntegrationKind? Kind { get; init; }
    public TargetId? Target { get; init; }
    public PersonId? Person { get; init; }

    /// <summary>What it is narrowed to, in words.</summary>
    public string Words { get; init; } = "";

    /// <summary>Rows of the tenants, narrowed by integration and target as far as they have them.</summary>
    public IQueryable<T> Rows<T>() where T : class
    {
        var rows = Db.Set<T>().AsNoTracking().InTenants(Tenants);
        if (Integration is { } integration)
            rows = rows.Where(row => EF.Property<IntegrationId>(row, "IntegrationId") == integration);
        if (Vendor is { } vendor)
            rows = rows.Where(row => Db.Integrations.Any(i => i.Id == EF.Property<IntegrationId>(row, "IntegrationId") && i.VendorId == vendor));
        if (Kind is { } kind)
            rows = rows.Where(row => Db.Integrations.Any(i => i.Id == EF.Property<IntegrationId>(row, "IntegrationId") && i.Kind == kind));
        if (Target is { } target)
            rows = rows.Where(row => EF.Property<TargetId>(row, "TargetId") == target);
        return rows;
    }

    /// <summary>Grants given in the period, with a hand of the person in them where one is named.</summary>
    public IQueryable<Grant> Grants()
    {
        var (from, until) = (From, Until);
        var grants = Rows<Grant>().Where(g => g.From >= from && g.From < until);
        return Person is { } person ? grants.Where(g => Decisions.Any(d => d.RequestId == g.RequestId && (d.PersonId == person || d.ForId == person))) : grants;
    }

    /// <summary>Grants under which something was let through, or carried out by the portal: the administrative actions.</summary>
    public IQueryable<Grant> UsedGrants() => Grants().Where(g => Db.AuditEvents.Any(e => e.RequestId == g.RequestId && e.Kind == Allowed)
        || Db.Executions.Any(done => done.GrantId == g.Id && done.AppliedAt != null));

    public IQueryable<ApprovalDecision> Decisions => Db.Set<ApprovalDecision>().AsNoTracking();

    /// <summary>Grants as rows, newest first; each leads to its accountability record.</summary>
    public static IQueryable<QuestionRow> List(IQueryable<Grant> grants) => grants.OrderByDescending(g => g.From).ThenByDescending(g => g.Id).Select(g => new QuestionRow
    {
        Id = g.Id.Value,
        At = g.From,
        What = g.ActionName + " on " + g.ResourceId,
        Detail = Ended(g.Status),
        Request = g.RequestId,
        Integration = g.IntegrationId,
        Target = g.TargetId,
        Href = "/actions/" + g.RequestId.Value,
    });

    public static string Ended(GrantStatus status) => status switch
    {
        GrantStatus.Active => "Still runs",
        GrantStatus.UsedUp => "Used as often as allowed",
        GrantStatus.Revoked => "Revoked before its end",
        GrantStatus.Returned => "Ended by a change",
        _ => "Ended in time",
    };
}
