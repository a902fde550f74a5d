using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Rooms;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rooms;

/// <summary>What a room is opened with; the tenant by its key, none is all the opener sees.</summary>
public sealed record RoomOrder(RoomPlan Plan, string? TenantKey);

/// <summary>Opens a room for an external audit. It ends by itself.</summary>
public sealed class OpenRoom(UnitOfWork work)
{
    public Task<Result<EngagementRoomId>> RunAsync(Actor actor, RoomOrder order, CancellationToken cancellation) =>
        work.RunAsync<EngagementRoomId>(actor, "room.open", async run =>
        {
            if (Permissions.Check(actor, Permission.RunRooms) is { } refused)
                return refused;
            var tenants = actor.Tenants?.ToList();
            var tenant = string.IsNullOrEmpty(order.TenantKey) ? null
                : await run.Db.Tenants.Where(t => t.Key == order.TenantKey && (tenants == null || tenants.Contains(t.Id))).Select(t => (TenantId?)t.Id).SingleOrDefaultAsync(cancellation);
            if (!string.IsNullOrEmpty(order.TenantKey) && tenant is null)
                return new Refusal("not_found", $"There is no tenant “{order.TenantKey}” for you.");
            var plan = (order.Plan with { Tenant = tenant }).Checked(run.Now);
            if (!plan.Succeeded)
                return plan.Refusal;
            var room = EngagementRoom.Open(actor, actor.Person!.Value, plan.Value, run.Now);
            run.Db.EngagementRooms.Add(room);
            run.Record(RoomDoor.Note(room, "room.opened", $"{actor.Name} opened the engagement room “{room.Name}” for {room.Firm}, until {room.EndsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {room.Purpose}"));
            return room.Id;
        }, cancellation);
}
