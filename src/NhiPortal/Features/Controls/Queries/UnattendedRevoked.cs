using NhiPortal.Data;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether what nobody attends to is really taken away.</summary>
public sealed class UnattendedRevoked : IEvidenceQuery
{
    public string Name => "unattended-revoked";

    public string Measures => "Unattended access whose announced day has come. One fails when it was not confirmed gone within a day.";

    public string Fix => "See what holds the revocation up.";

    public Evidence Of(EvidenceScope scope)
    {
        var (now, late) = (scope.Now, scope.Ago(1));
        var due = scope.Rows<Revocation>().Where(r => r.RevokeOn <= now && r.State != RevocationState.Cancelled && r.State != RevocationState.Undone && r.State != RevocationState.Reported);
        return Evidence.Of(due, due.Where(r => r.State != RevocationState.Confirmed ? r.RevokeOn < late : DbTicks.Of(r.ConfirmedAt!.Value) - DbTicks.Of(r.RevokeOn!.Value) > EvidenceScope.TicksOfADay)
            .Select(r => new FailingObject { Kind = FailingKind.Revocation, Id = r.Id.Value, Key = "", Name = r.Label, Detail = r.Why, Since = r.RevokeOn }), "No unattended access has come to its day yet.");
    }
}
