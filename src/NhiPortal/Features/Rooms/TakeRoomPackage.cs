using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.Domain.Rooms;
using NhiPortal.Features.Evidence;

namespace NhiPortal.Features.Rooms;

/// <summary>Hands out a package that lies in a room, watermarked in the comment of its ZIP, which no proof looks at; recorded before the first byte leaves.</summary>
public sealed class TakeRoomPackage(UnitOfWork work, IDbContextFactory<PortalDb> databases)
{
    /// <summary>What a ZIP without a comment ends with: the comment's length.</summary>
    private const int LengthOfLength = 2;

    public Task<Result<EvidenceTaken>> RunAsync(Actor actor, Guid room, int number, CancellationToken cancellation) =>
        work.RunAsync<EvidenceTaken>(actor, "room.take", async run =>
        {
            var entered = await run.Db.EnteredAsync(actor, room, run.Now, cancellation);
            if (!entered.Succeeded)
                return entered.Refusal;
            var item = entered.Value.Items.Find(item => item.Number == number && item.Kind == RoomItemKind.Package);
            var id = new EvidencePackageId(Guid.TryParse(item?.What, out var read) ? read : Guid.Empty);
            var package = item is null ? null : await run.Db.EvidencePackages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellation);
            if (package is null || !package.IsFor(RoomDoor.Sight(entered.Value, actor)))
                return new Refusal("not_found", "There is no such package in this room.");
            if (package.State != EvidenceState.Ready)
                return new Refusal("not_ready", package.State == EvidenceState.Gone ? "Its file was put away. Ask the room's keeper for the same again." : "The package is not ready.");
            var mark = Encoding.UTF8.GetBytes(RoomDoor.Watermark(entered.Value, actor, run.Now));
            run.Reads(entered.Value, "room.package_taken", RoomDoor.LookAt(entered.Value, number), $"took “{item!.Title}” (SHA-256 {package.Sha256} before the watermark)");
            return new EvidenceTaken($"evidence-{package.From:yyyyMMdd}-{package.Until:yyyyMMdd}-room-{package.Id.Value.ToString("n")[^8..]}.zip", package.Bytes + mark.Length, MarkedAsync(package, mark, cancellation));
        }, cancellation);

    private async IAsyncEnumerable<byte[]> MarkedAsync(EvidencePackage package, byte[] mark, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var left = package.Bytes - LengthOfLength;
        await foreach (var piece in databases.PiecesAsync(package.Id, cancellation))
        {
            var kept = (int)Math.Min(piece.Length, left);
            left -= kept;
            yield return kept == piece.Length ? piece : piece[..kept];
        }

        var end = new byte[LengthOfLength + mark.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(end, (ushort)mark.Length);
        mark.CopyTo(end, LengthOfLength);
        yield return end;
    }
}
