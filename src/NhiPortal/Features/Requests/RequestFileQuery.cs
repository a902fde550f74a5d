using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Grants;

namespace NhiPortal.Features.Requests;

/// <summary>One request as a line of the exported file; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record RequestFileRow(
    Guid Id, string AskedAt, string Status, string? EndedAt, string? EndReason, string Integration, string Target, string Action, string Risk,
    string ResourceType, string Resource, string Parameters, int RequestedMinutes, string? RequestedBy, string? StartedBy, string? Session, string? Ticket,
    string Justification, string Decisions, int PolicyVersion, string PolicyRule, string BindingHash, Guid? Grant, string? GrantFrom, string? GrantUntil, int? Uses);

/// <summary>Streams every request that matches, in the list's own order, whatever their number.</summary>
public sealed class RequestFileQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async IAsyncEnumerable<RequestFileRow> RunAsync(Actor actor, RequestFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rows = from r in filter.Order(filter.Apply(db, actor, time.GetUtcNow()))
                   join grant in db.Grants on r.Id equals grant.RequestId into grants
                   from grant in grants.DefaultIfEmpty()
                   select new
                   {
                       Request = r,
                       Integration = db.Integrations.Where(i => i.Id == r.IntegrationId).Select(i => i.Key).First(),
                       Target = db.Targets.Where(t => t.Id == r.TargetId).Select(t => t.Key).First(),
                       RequestedBy = db.People.Where(p => p.Id == r.RequestedById).Select(p => p.Name).FirstOrDefault(),
                       StartedBy = db.People.Where(p => p.Id == r.StartedById).Select(p => p.Name).FirstOrDefault(),
                       Decisions = r.Decisions.OrderBy(d => d.DecidedAt).ThenBy(d => d.Stage)
                           .Select(d => new { d.Role, d.ByBreakGlass, d.Verdict, d.Minutes, d.DecidedAt, d.Reason, Name = db.People.Where(p => p.Id == d.PersonId).Select(p => p.Name).FirstOrDefault() }).ToList(),
                       Grant = grant,
                       Used = db.AuditEvents.Count(e => e.RequestId == r.Id && e.Kind == GrantUses.Kind),
                   };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var r = row.Request;
            yield return new RequestFileRow(
                r.Id.Value, Time(r.AskedAt)!, r.Status.ToString(), Time(r.EndedAt), r.EndReason, row.Integration, row.Target, r.ActionName, r.Risk.ToString(),
                r.ResourceType, r.ResourceId, r.Parameters, r.RequestedMinutes, row.RequestedBy, row.StartedBy, r.Session, r.Ticket, r.Justification,
                string.Join("; ", row.Decisions.Select(d =>
                    $"{d.Name} ({(d.ByBreakGlass ? "by break-glass" : d.Role.InSentence())}) {(d.Verdict == Verdict.Approve ? $"approved {d.Minutes} min" : "denied")} {Time(d.DecidedAt)}{(d.Reason is null ? "" : $": {d.Reason}")}")),
                r.PolicyVersion, r.PolicyRule, r.BindingHash, row.Grant?.Id.Value, Time(row.Grant?.From), Time(row.Grant?.Until), row.Grant is null ? null : row.Grant.UseLimit is null ? row.Used : row.Grant.Uses);
        }
    }

    private static string? Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
