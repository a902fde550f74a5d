using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Grants;

/// <summary>One grant as a line of the exported file; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record GrantFileRow(
    Guid Id, Guid Request, string Status, string From, string Until, string? EndedAt, string? EndedBy, string? EndReason, string Integration, string Target,
    string Action, string ResourceType, string Resource, int Uses, int? UseLimit, string? LastUsedAt, string Approvers, string BindingHash);

/// <summary>Streams every grant that matches, in the list's own order, whatever their number.</summary>
public sealed class GrantFileQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async IAsyncEnumerable<GrantFileRow> RunAsync(Actor actor, GrantFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        foreach (var stretch in filter.Stretches(filter.Apply(db, actor, now), now))
            await foreach (var row in LinesAsync(db, stretch, cancellation))
                yield return row;
    }

    private static async IAsyncEnumerable<GrantFileRow> LinesAsync(PortalDb db, IQueryable<Grant> grants, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = grants.Select(g => new
        {
            Grant = g,
            // The file counts to the end, unlike the screen.
            Used = db.AuditEvents.Count(e => e.RequestId == g.RequestId && e.Kind == GrantUses.Kind),
            LastUsedAt = db.AuditEvents.Where(e => e.RequestId == g.RequestId && e.Kind == GrantUses.Kind).OrderByDescending(e => e.Id).Select(e => (DateTimeOffset?)e.At).FirstOrDefault(),
            Integration = db.Integrations.Where(i => i.Id == g.IntegrationId).Select(i => i.Key).First(),
            Target = db.Targets.Where(t => t.Id == g.TargetId).Select(t => t.Key).First(),
            EndedBy = db.People.Where(p => p.Id == g.EndedById).Select(p => p.Name).FirstOrDefault(),
            Approvers = db.Set<ApprovalDecision>().Where(d => d.RequestId == g.RequestId && d.Verdict == Verdict.Approve).OrderBy(d => d.Stage)
                .Select(d => new { d.Role, d.ByBreakGlass, Name = db.People.Where(p => p.Id == d.PersonId).Select(p => p.Name).First() }).ToList(),
        });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var g = row.Grant;
            yield return new GrantFileRow(
                g.Id.Value, g.RequestId.Value, g.Status.ToString(), Time(g.From)!, Time(g.Until)!, Time(g.EndedAt), row.EndedBy, g.EndReason, row.Integration, row.Target,
                g.ActionName, g.ResourceType, g.ResourceId, g.UseLimit is null ? row.Used : g.Uses, g.UseLimit, Time(g.UseLimit is null ? row.LastUsedAt : g.LastUsedAt),
                string.Join("; ", row.Approvers.Select(a => $"{a.Name} ({(a.ByBreakGlass ? "by break-glass" : a.Role.InSentence())})")), g.BindingHash);
        }
    }

    private static string? Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
