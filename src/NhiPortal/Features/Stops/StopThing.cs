using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Stops;

namespace NhiPortal.Features.Stops;

/// <summary>What is to be stopped and why; <see cref="Typed"/> is its key as typed, where so much hangs on it that it is asked for.</summary>
public sealed record StopOrder(StopScope Scope, Guid Thing, string Reason, string? Typed = null);

/// <summary>
/// Throws the kill switch. From this commit on every instance denies everything under the thing; what else must be taken
/// away is taken away right after it, so that a large estate does not keep the stop itself waiting.
/// </summary>
public sealed class StopThing(UnitOfWork work)
{
    public const int ShortestReason = 5;

    public Task<Result<StopId>> RunAsync(Actor actor, StopOrder order, CancellationToken cancellation) =>
        work.RunAsync<StopId>(actor, "stop.begin", async run =>
        {
            if (await run.Db.StoppableAsync(actor, order.Scope, order.Thing, cancellation) is not { } thing)
                return new Refusal("not_found", $"There is no such {order.Scope.InSentence()} for you.");
            run.About = About(thing);
            if (await run.Db.WhyNotStopAsync(actor, thing, run.Now, cancellation) is { } refused)
                return refused;
            if (actor.Person is not { } person)
                return new Refusal("people_only", "Only a person stops anything.");
            var said = SecretLooks.Read(order.Reason, "The reason", Text.Reason, ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            if (thing.IsTyped && order.Typed?.Trim() != thing.Key)
                return new Refusal("type_name", $"Type {thing.Key} to confirm that everything under it is to stop.");

            var stop = Stop.Begin(thing, said.Value, person, run.Now);
            if (await run.Db.Stops.AnyAsync(s => s.LiftedAt == null && s.Scope == stop.Scope && s.IntegrationId == stop.IntegrationId && s.VendorId == stop.VendorId
                && s.TargetId == stop.TargetId && s.TenantId == stop.TenantId, cancellation))
                return new Refusal("stopped_already", $"{thing.Name} is stopped already.");
            run.Db.Stops.Add(stop);
            run.Record(run.About with
            {
                Kind = "stop.begun",
                Sentence = $"{actor.Name} stopped {thing.Scope.Called(thing.Name)}: from now on everything under it is denied.",
                Facts = Facts(stop, ("reason", said.Value)),
            });
            return stop.Id;
        }, cancellation);

    internal static AuditNote About(StoppedThing thing) => new("", "")
    {
        Tenant = thing.Tenant,
        Integration = thing.Scope == StopScope.Integration ? new AuditThing(thing.Id, thing.Key) : null,
        Target = thing.Scope == StopScope.Target ? new AuditThing(thing.Id, thing.Key) : null,
        Facts = new Dictionary<string, string?> { ["scope"] = thing.Scope.ToString(), ["thing"] = thing.Key },
    };

    internal static AuditNote About(Stop stop) => About(new StoppedThing(stop.Scope, stop.Thing(), stop.TenantId, stop.Key, stop.Name) { Critical = stop.NeedsSecond }) with { Facts = Facts(stop) };

    internal static Dictionary<string, string?> Facts(Stop stop, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var facts = new Dictionary<string, string?> { ["stop"] = stop.Id.ToString(), ["scope"] = stop.Scope.ToString(), ["thing"] = stop.Key };
        foreach (var (name, value) in more)
            facts[name] = value;
        return facts;
    }
}
