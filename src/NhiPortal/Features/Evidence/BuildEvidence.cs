using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Evidence.Contents;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Reviews.Ending;

namespace NhiPortal.Features.Evidence;

/// <summary>
/// Builds what was asked for, one package after the other. One instance builds a package at a time; when it dies, another
/// takes it up, and after a few tries it is given up with the reason.
/// </summary>
public sealed partial class BuildEvidence(IDbContextFactory<PortalDb> databases, UnitOfWork work, SigningKeys keys, AuditSettings settings, MatrixFileQuery matrix, ReviewReportQuery reviews, TimeProvider time, ILogger<BuildEvidence> log)
{
    private static readonly Actor Builder = Actor.Rule("build evidence");

    /// <returns>How many packages were built.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        for (var built = 0; ;)
        {
            if (await TakeAsync(cancellation) is not { } package)
                return built;
            built += await BuildAsync(package, cancellation) ? 1 : 0;
        }
    }

    private async Task<EvidencePackage?> TakeAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (now, until) = (time.GetUtcNow(), time.GetUtcNow() + EvidencePackage.Lease);
        var due = db.EvidencePackages.Where(p => p.State == EvidenceState.Waiting || (p.State == EvidenceState.Building && p.LeasedUntil < now));
        if (await due.AsNoTracking().OrderBy(p => p.AskedAt).FirstOrDefaultAsync(cancellation) is not { } next)
            return null;
        var (id, version) = (next.Id, next.Version);
        var taken = await due.Where(p => p.Id == id && p.Version == version).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.State, EvidenceState.Building).SetProperty(p => p.LeasedUntil, until).SetProperty(p => p.Attempts, p => p.Attempts + 1)
                .SetProperty(p => p.Version, p => p.Version + 1).SetProperty(p => p.Done, 0), cancellation);
        return taken == 0 ? null : await db.EvidencePackages.AsNoTracking().SingleAsync(p => p.Id == id, cancellation);
    }

    private async Task<bool> BuildAsync(EvidencePackage package, CancellationToken cancellation)
    {
        try
        {
            if (package.Attempts > EvidencePackage.MostAttempts)
                throw new EvidenceFault($"Building broke off {EvidencePackage.MostAttempts} times; the portal's own log says why. Ask for it again.");
            await using var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var counts = await new PackageBuild(db, package, keys, settings.LogName, new ContentsQueries(matrix, reviews), (done, total) => RenewAsync(package, done, total, cancellation)).WriteAsync(file, cancellation);
            file.Position = 0;
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
            // Whoever lost the lease while writing must not put these bytes in place of what another has kept.
            await RenewAsync(package, counts.Events, counts.Events, cancellation);
            await KeepAsync(package, file, cancellation);
            await EndAsync(package, built => built.Finish(counts, file.Length, sha256, time.GetUtcNow()), "evidence.built",
                $"The package of evidence that {package.AskedBy} asked for is built: {counts.Events} events.", cancellation);
            return true;
        }
        catch (EvidenceFault fault)
        {
            await EndAsync(package, failed => failed.Fail(fault.Message, time.GetUtcNow()), "evidence.failed", $"The package of evidence that {package.AskedBy} asked for is not built: {fault.Message}", cancellation);
        }
        catch (Exception fault) when (fault is DbException or IOException or DbUpdateException)
        {
            // It stays taken until its lease is over, so that a fault that passes is not met at once again.
            BuildFailed(fault, package.Id.Value);
        }

        return false;
    }

    private async Task RenewAsync(EvidencePackage package, long done, long total, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (id, version, until) = (package.Id, package.Version, time.GetUtcNow() + EvidencePackage.Lease);
        var mine = await db.EvidencePackages.Where(p => p.Id == id && p.Version == version && p.State == EvidenceState.Building).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.Done, done).SetProperty(p => p.Total, total).SetProperty(p => p.LeasedUntil, until), cancellation);
        if (mine == 0)
            throw new IOException("Another instance builds this package.");
    }

    private async Task KeepAsync(EvidencePackage package, FileStream file, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var id = package.Id;
        await db.EvidenceParts.Where(p => p.PackageId == id).ExecuteDeleteAsync(cancellation);
        file.Position = 0;
        var buffer = new byte[EvidencePart.Size];
        for (var number = 0; await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation) is > 0 and var read; number++)
        {
            db.EvidenceParts.Add(new EvidencePart { PackageId = id, Number = number, Bytes = buffer[..read] });
            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
        }
    }

    private Task<Result<Done>> EndAsync(EvidencePackage package, Action<EvidencePackage> end, string kind, string sentence, CancellationToken cancellation) =>
        work.RunAsync<Done>(Builder, "evidence.build", async run =>
        {
            var kept = await run.Db.EvidencePackages.SingleAsync(p => p.Id == package.Id, cancellation);
            if (kept.Version != package.Version)
                return default(Done);
            end(kept);
            run.Record(EvidenceNotes.Of(kept, kind, sentence));
            return default(Done);
        }, cancellation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Building evidence package {Package} broke off; it is tried again")]
    private partial void BuildFailed(Exception fault, Guid package);
}
