using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Questions;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Questions;

/// <summary>Turns rows into lines: who answers for each, which workload proved itself, and what things are called.</summary>
internal static class QuestionReading
{
    public static async Task<IReadOnlyList<QuestionLine>> LinesAsync(this IAuditQuestion question, PortalDb db, IReadOnlyList<QuestionRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
            return [];
        var (requests, targets) = (rows.Select(row => row.Request).OfType<Domain.RequestId>().Distinct().ToList(), rows.Select(row => row.Target).OfType<Domain.TargetId>().Distinct().ToList());
        var asked = await db.Requests.AsNoTracking().IgnoreAutoIncludes().Where(r => requests.Contains(r.Id))
            .Join(db.Workloads, r => r.WorkloadId, w => w.Id, (r, w) => new { r.Id, r.ActionName, r.ResourceType, r.ResourceId, r.Parameters, w.Issuer, w.Subject })
            .ToDictionaryAsync(found => found.Id, cancellation);
        var actions = asked.Count == 0 ? [] : await db.Actions.AsNoTracking().ToDictionaryAsync(action => action.Name, cancellation);
        var integrations = rows.Select(row => row.Integration).OfType<Domain.IntegrationId>().Distinct().ToList();
        var named = await db.Integrations.AsNoTracking().Where(i => integrations.Contains(i.Id)).Select(i => new { i.Id, i.Key, i.Kind }).ToDictionaryAsync(i => i.Id, cancellation);
        var called = await db.Targets.AsNoTracking().Where(t => targets.Contains(t.Id)).Select(t => new { t.Id, t.Key }).ToDictionaryAsync(t => t.Id, t => t.Key, cancellation);
        var hands = await question.HandsAsync(db, rows, cancellation);
        var ids = hands.Select(hand => hand.Person).Concat(hands.Select(hand => hand.For).OfType<Domain.PersonId>()).Distinct().ToList();
        var people = await db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        var told = hands.ToLookup(hand => hand.Row, hand => new QuestionHand(people.GetValueOrDefault(hand.Person, "somebody unknown"), hand.Role, hand.At, hand.For is { } lender ? people.GetValueOrDefault(lender) : null));
        return [.. rows.Select(row =>
        {
            var integration = row.Integration is { } i ? named.GetValueOrDefault(i) : null;
            var request = row.Request is { } id ? asked.GetValueOrDefault(id) : null;
            var action = request is null ? null : actions.GetValueOrDefault(request.ActionName);
            return new QuestionLine
            {
                Subject = row.Subject,
                At = row.At,
                What = request is null ? row.What : ActionWording.Of(request.ActionName, action?.Title, action?.Class ?? ActionClass.OtherPrivileged, request.ResourceType, request.ResourceId, ActionWording.Values(request.Parameters)).Act.Capital().ToString(),
                Detail = row.Detail,
                Integration = integration?.Key,
                Kind = integration?.Kind.Title(),
                Target = row.Target is { } target ? called.GetValueOrDefault(target) : null,
                Issuer = request?.Issuer,
                Workload = request?.Subject,
                Hands = [.. told[row.Subject]],
                Href = row.Href,
            };
        })];
    }
}
