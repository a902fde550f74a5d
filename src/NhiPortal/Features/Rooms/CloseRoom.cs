using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Rooms;

/// <summary>Ends a room before its day. Who was in it and what they read stays.</summary>
public sealed class CloseRoom(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid room, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "room.close", async run =>
        {
            var kept = await run.KeptAsync(room, cancellation);
            if (!kept.Succeeded)
                return kept.Refusal;
            var closed = kept.Value.Close(actor.Person!.Value, run.Now);
            if (closed.Succeeded)
                run.Record(RoomDoor.Note(kept.Value, "room.closed", $"{actor.Name} closed the engagement room “{kept.Value.Name}” of {kept.Value.Firm}."));
            return closed;
        }, cancellation);
}
