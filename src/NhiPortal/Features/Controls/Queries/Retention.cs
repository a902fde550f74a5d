using NhiPortal.Domain.Controls;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether the log is kept as long as it must be.</summary>
public sealed class Retention : IEvidenceQuery
{
    public string Name => "retention";

    public string Measures => "The audit log, of which nothing leaves the database inside retention, and each archive of what is past it (one log for all tenants). An archive fails when its file was found changed, or when its events cannot leave the database as two people agreed.";

    public string Fix => "Open the retention page and see what keeps the archive: put its file back from a copy, or end the legal hold.";

    public bool PortalWide => true;

    public Evidence Of(EvidenceScope scope) => Evidence.Of(
        scope.Db.LogStates.Where(state => state.Size > 0).Select(state => state.Size).Concat(scope.Db.LogArchives.Select(archive => archive.First)),
        scope.Db.LogArchives.Where(archive => archive.Trouble != null).Select(archive => new FailingObject
        {
            Kind = FailingKind.Archive, Id = archive.Id.Value, Key = "", Name = archive.File, Detail = archive.Trouble, Since = archive.WrittenAt,
        }),
        "The log is empty.");
}
