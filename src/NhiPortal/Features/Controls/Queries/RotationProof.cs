using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether rotations end with the old credential seen dead.</summary>
public sealed class RotationProof : IEvidenceQuery
{
    public string Name => "rotation-proof";

    public string Measures => "Rotations that began in the last 90 days and are over or failed. One fails when it failed or was given up: only a closed rotation has proved that the old credential no longer works.";

    public string Fix => "Finish the rotation, or begin it anew.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Since;
        var rotations = scope.Rows<Rotation>().Where(r => r.StartedAt >= since && r.State != RotationState.Open);
        return Evidence.Of(rotations, rotations.Where(r => r.State != RotationState.Closed)
            .Select(r => new FailingObject { Kind = FailingKind.Credential, Id = r.CredentialId.Value, Key = "", Name = db.Credentials.Where(c => c.Id == r.CredentialId).Select(c => c.Label).First(), Detail = r.State == RotationState.Failed ? "The rotation failed" : "The rotation was given up", Since = r.StartedAt }), "No rotation ended in the last 90 days.");
    }
}
