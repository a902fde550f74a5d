using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Stops;
using NhiPortal.Features.Stops;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>The kill switch in the demo: one stop that was lifted again, and one that is live with something left to be done by hand.</summary>
internal static class DemoStops
{
    public static void Plan(DemoWorld world)
    {
        Stop? first = null;
        var day = new DateTimeOffset(world.Now.UtcDateTime.Date.AddDays(-24).AddHours(9.3), TimeSpan.Zero);
        world.Line.At(day, at => first = Begin(world, "claims-report-export", "daniel", "Sent the figures twice to an address nobody knows.", at));
        world.Line.At(day.AddHours(3), at => Lift(world, first!, "priya", "The address was the regulator's new one; the register of receivers was behind.", at));
        world.Line.At(day.AddHours(4), at => Lift(world, first!, "daniel", "Confirmed with the regulator by phone.", at));
        world.Line.At(world.Now.AddHours(-19.3), at => Begin(world, "gpu-quota-bot", "daniel", "Raised quotas nobody had booked; its token turned up in a shared notebook.", at));
    }

    private static Stop Begin(DemoWorld world, string key, string by, string reason, DateTimeOffset at)
    {
        var (integration, person, actor) = (world.Integrations[key], world.People[by], world.As(by));
        var stop = Stop.Begin(new StoppedThing(StopScope.Integration, integration.Id.Value, integration.TenantId, key, integration.Name)
        {
            Critical = world.Paths.Any(p => p.IntegrationId == integration.Id && p.RemovedAt is null && world.Of(p.TargetId).Criticality == Domain.Targets.Criticality.Critical),
        }, reason, person.Id, at);
        world.Stops.Add(stop);
        world.Record(actor, at, StopThing.About(stop) with { Kind = "stop.begun", Sentence = $"{actor.Name} stopped {integration.Name}: from now on everything under it is denied.", Facts = StopThing.Facts(stop, ("reason", reason)) });
        var why = $"{integration.Name} was stopped: {reason}";
        foreach (var request in world.Requests.Where(r => r.IntegrationId == integration.Id && r.Status == RequestStatus.Pending).ToList())
        {
            RequestStory.Cancel(world, request, CarryOutStops.Stopper, why, at);
            world.StopLines.Add(StopLine.Done(stop.Id, StopLineKind.Request, request.Id.Value, $"{request.ActionName} on {world.Of(request.TargetId).Key} for {request.ResourceId}, asked by {key}", integration.Id, request.TargetId, at));
        }

        foreach (var grant in world.Grants.Where(g => g.IntegrationId == integration.Id && g.Status == GrantStatus.Active).ToList())
        {
            RequestStory.Revoke(world, grant, CarryOutStops.Stopper, why, at);
            world.StopLines.Add(StopLine.Done(stop.Id, StopLineKind.Grant, grant.Id.Value, $"{grant.ActionName} on {world.Of(grant.TargetId).Key} for {grant.ResourceId}, granted to {key}", integration.Id, grant.TargetId, at));
        }

        foreach (var target in world.Paths.Where(p => p.IntegrationId == integration.Id && p.RemovedAt is null).Select(p => p.TargetId).Distinct())
            world.StopLines.Add(StopLine.LeftToHand(
                stop.Id, target.ToString(), $"The portal cannot change {world.Of(target).Key}: look there by hand for what {integration.Name} holds without a grant, and take it away", target,
                world.Holder(new Cell(Domain.Owners.OwnerRole.SystemOwner, null, target))?.PersonId, at));
        stop.Plan(at);
        return stop;
    }

    private static void Lift(DemoWorld world, Stop stop, string by, string reason, DateTimeOffset at)
    {
        if (!stop.IsLive)
            return;
        var (person, actor) = (world.People[by], world.As(by));
        foreach (var line in world.StopLines.Where(line => line.StopId == stop.Id && line.EndedAt is null))
            line.ConfirmByHand(person.Id, "Looked on the target: it holds nothing there by itself.", at);
        if (stop.Lift(person.Id, reason, at) is { Succeeded: true, Value: true })
            world.Record(actor, at, StopThing.About(stop) with { Kind = "stop.lifted", Sentence = $"{actor.Name} lifted the stop of {stop.Name}. Nothing came back by itself; it may ask again.", Facts = StopThing.Facts(stop, ("reason", reason)) });
    }
}
