using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Policy;

/// <summary>A past ask as one row of the database tells it.</summary>
internal sealed record PastThing
{
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Action { get; init; }
    public required string Resource { get; init; }
    public required string Integration { get; init; }
    public required string Target { get; init; }
    public required IntegrationKind Kind { get; init; }
    public required ActionClass Class { get; init; }
    public required RiskLevel Risk { get; init; }
    public required Criticality Criticality { get; init; }
    public required DeploymentEnvironment Environment { get; init; }
    public required string Tenant { get; init; }
    public string? Ticket { get; init; }
    public int JustificationLength { get; init; }
    public int? Approvers { get; init; }
    public int RequestedMinutes { get; init; }
    public int LongestMinutes { get; init; }
    public StandingTerms? Terms { get; init; }
    public bool WasPreApproved { get; init; }

    public PastAsk ToAsk() => new()
    {
        Subject = new PolicySubject(Kind, Class, Risk, Criticality, Environment, Tenant),
        AskedAt = At,
        Ticket = Ticket,
        JustificationLength = JustificationLength,
        Approvers = Approvers,
        RequestedMinutes = RequestedMinutes,
        LongestMinutes = LongestMinutes,
        StandingFor = Terms?.Until - At,
        WasPreApproved = WasPreApproved,
    };

    public SimulatedRow ToRow(IReadOnlyList<SimulatedEffect> effects) =>
        new(Approvers is null ? $"/audit/{Id}" : $"/requests/{Id}", Action, Resource, Integration, Target, At, effects);
}

/// <summary>Past asks, newest first, each with what a policy looks at.</summary>
internal static class PastThings
{
    public static IQueryable<PastThing> PastRequests(this PortalDb db, Actor actor, DateTimeOffset since) =>
        from request in db.Requests.AsNoTracking().To(actor, db)
        where request.AskedAt > since
        join integration in db.Integrations on request.IntegrationId equals integration.Id
        join tenant in db.Tenants on integration.TenantId equals tenant.Id
        join target in db.Targets on request.TargetId equals target.Id
        join action in db.Actions on request.ActionName equals action.Name
        orderby request.AskedAt descending, request.Id descending
        select new PastThing
        {
            Id = request.Id.Value,
            At = request.AskedAt,
            Action = request.ActionName,
            Resource = request.ResourceId,
            Integration = integration.Key,
            Target = target.Key,
            Kind = integration.Kind,
            Class = action.Class,
            Risk = request.Risk,
            Criticality = target.Criticality,
            Environment = target.Environment,
            Tenant = tenant.Key,
            Ticket = request.Ticket,
            JustificationLength = request.Justification.Length,
            Approvers = request.Stages.Sum(stage => stage.Quorum),
            RequestedMinutes = request.RequestedMinutes,
            LongestMinutes = request.LongestMinutes,
            Terms = request.Terms,
            WasPreApproved = request.UnderId != null,
        };

    /// <summary>Asks for which policy had no rule; of those only the record tells.</summary>
    public static async IAsyncEnumerable<PastThing> PastRefusalsAsync(
        this PortalDb db, Actor actor, DateTimeOffset since, int most, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var actions = await db.Actions.AsNoTracking().ToDictionaryAsync(action => action.Name, cancellation);
        var told = (from e in db.AuditEvents.AsNoTracking().InTenants(actor.Tenants?.ToList())
                    where e.Kind == "request.ask.refused" && e.At > since && e.Body.Contains("\"policy_denied\"")
                    join integration in db.Integrations on e.IntegrationId equals integration.Id
                    join tenant in db.Tenants on integration.TenantId equals tenant.Id
                    join target in db.Targets on e.TargetId equals target.Id
                    orderby e.Id descending
                    select new { e.EventId, e.At, e.Body, Integration = integration.Key, integration.Kind, Target = target.Key, target.Criticality, target.Environment, Tenant = tenant.Key }).Take(most);
        await foreach (var row in told.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var facts = AuditBody.Parse(row.Body).Facts;
            if (facts?.GetValueOrDefault("action") is not { } name || !actions.TryGetValue(name, out var action))
                continue;
            yield return new PastThing
            {
                Id = row.EventId,
                At = row.At,
                Action = name,
                Resource = facts.GetValueOrDefault("resource") ?? "",
                Integration = row.Integration,
                Target = row.Target,
                Kind = row.Kind,
                Class = action.Class,
                Risk = action.Risk,
                Criticality = row.Criticality,
                Environment = row.Environment,
                Tenant = row.Tenant,
                // It was refused before anybody looked at these; that it lacked one is not known.
                JustificationLength = PolicySimulation.ShortestJustification,
            };
        }
    }
}
