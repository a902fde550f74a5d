using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether secrets are renewed when they are due.</summary>
public sealed class RotationOverdue : IEvidenceQuery
{
    public string Name => "rotation-overdue";

    public string Measures => "Active credentials other than federated tokens. One fails when its rotation is overdue, or no rotation schedule covers it.";

    public string Fix => "Rotate it, or give it a schedule.";

    public Evidence Of(EvidenceScope scope)
    {
        var now = scope.Now;
        var credentials = scope.Rows<Credential>().Where(c => c.Status == CredentialStatus.Active && c.Kind != CredentialKind.FederatedToken);
        return Evidence.Of(credentials, credentials.Where(c => c.DueAt == null || c.DueAt < now)
            .Select(c => new FailingObject { Kind = FailingKind.Credential, Id = c.Id.Value, Key = "", Name = c.Label, Detail = c.DueAt == null ? "In no rotation schedule" : "Rotation is overdue", Since = c.DueAt }), "There is no active credential that needs rotation.");
    }
}
