using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Evidence;

/// <summary>Hands out a package and records who took it, before the first byte leaves.</summary>
public sealed class TakeEvidence(UnitOfWork work, IDbContextFactory<PortalDb> databases)
{
    public Task<Result<EvidenceTaken>> RunAsync(Actor actor, Guid id, CancellationToken cancellation) =>
        work.RunAsync<EvidenceTaken>(actor, "evidence.take", async run =>
        {
            if (Permissions.Check(actor, Permission.ReadAudit) is { } refused)
                return refused;
            var package = await EvidenceListQuery.Seen(run.Db, actor).SingleOrDefaultAsync(p => p.Id == new EvidencePackageId(id), cancellation);
            if (package is null || !package.IsFor(actor))
                return new Refusal("not_found", "There is no such package for you.");
            if (package.State != EvidenceState.Ready)
                return new Refusal("not_ready", package.State == EvidenceState.Gone ? "Its file was put away. Ask for the same again." : "The package is not ready.");
            run.Record(EvidenceNotes.Of(package, "evidence.taken", $"{actor.Name} took the package of evidence that {package.AskedBy} asked for."));
            return new EvidenceTaken($"evidence-{package.From:yyyyMMdd}-{package.Until:yyyyMMdd}-{package.Id.Value.ToString("n")[^8..]}.zip", package.Bytes, databases.PiecesAsync(package.Id, cancellation));
        }, cancellation);
}
