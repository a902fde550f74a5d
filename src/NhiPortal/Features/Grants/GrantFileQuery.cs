using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
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
        var rows = filter.Order(filter.Apply(db, actor, now), now).Select(g => new
        {
            Grant = g,
            Integration = db.Integrations.Where(i => i.Id == g.IntegrationId).Select(i => i.Key).First(),
            Target = db.Targets.Where(t => t.Id == g.TargetId).Select(t => t.Key).First(),
            EndedBy = db.People.Where(p => p.Id == g.EndedById).Select(p => p.Name).FirstOrDefault(),
            Approvers = db.Set<ApprovalDecision>().Where(d => d.RequestId == g.RequestId && d.Verdict == Verdict.Approve).OrderBy(d => d.Stage)
                .Select(d => new { d.Role, Name = db.People.Where(p => p.Id == d.PersonId).Select(p => p.Name).First() }).ToList(),
        });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var g = row.Grant;
            yield return new GrantFileRow(
                g.Id.Value, g.RequestId.Value, g.Status.ToString(), Time(g.From)!, Time(g.Until)!, Time(g.EndedAt), row.EndedBy, g.EndReason, row.Integration, row.Target,
                g.ActionName, g.ResourceType, g.ResourceId, g.Uses, g.UseLimit, Time(g.LastUsedAt),
                string.Join("; ", row.Approvers.Select(a => $"{a.Name} ({a.Role.InSentence()})")), g.BindingHash);
        }
    }

    private static string? Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
