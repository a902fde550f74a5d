using NhiPortal.Domain.Controls;
using NhiPortal.Features.Audit;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether the audit log is verified and signed.</summary>
public sealed class AuditIntegrity : IEvidenceQuery
{
    public string Name => "audit-integrity";

    public string Measures => "Verifications of the whole log in the last 2 days (one log for all tenants). One fails when it found the log changed, or no checkpoint was signed within a day before now.";

    public string Fix => "Open the audit log and see what the verification found.";

    public EvidenceLimit Limit => new(PartlyAt: 100);

    public bool PortalWide => true;

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var (recent, day) = (scope.Ago(2), scope.Ago(1));
        var runs = db.AuditEvents.Where(e => (e.Kind == VerifyLog.Verified || e.Kind == VerifyLog.Failed) && e.At >= recent);
        return Evidence.Of(runs, runs.Where(e => e.Kind == VerifyLog.Failed || !db.Checkpoints.Any(point => point.SignedAt >= day))
            .Select(e => new FailingObject { Kind = FailingKind.Event, Id = e.EventId, Key = "", Name = e.Kind, Detail = "The log was found changed, or no checkpoint was signed for a day", Since = e.At }), "The log was not verified in the last 2 days; the nightly job or somebody who reads the log does it.");
    }
}
