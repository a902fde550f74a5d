using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether every active integration has its three kinds of owners, here and recent.</summary>
public sealed class OwnerCoverage : IEvidenceQuery
{
    public string Name => "owner-coverage";

    public string Measures => "Active integrations. One fails when its business owner, its IAM owner or the system owner of a target it reaches is vacant, not active, or last confirmed more than 90 days ago.";

    public string Fix => "Nominate the missing owner, or have the present one attest.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var attested = scope.Ago(90);
        var active = scope.Rows<Integration>().Where(i => i.Status == IntegrationStatus.Active);
        var held = db.Ownerships.Where(o => o.ClosedAt == null && o.AcceptedAt != null && o.AttestedAt >= attested && db.People.Any(p => p.Id == o.PersonId && p.Status == PersonStatus.Active));
        var failing = active.Where(i => !held.Any(o => o.IntegrationId == i.Id && o.Role == OwnerRole.BusinessOwner) || !held.Any(o => o.IntegrationId == i.Id && o.Role == OwnerRole.IamOwner)
            || db.Paths.Any(path => path.IntegrationId == i.Id && path.RemovedAt == null && !held.Any(o => o.TargetId == path.TargetId && o.Role == OwnerRole.SystemOwner)));
        return Evidence.Of(active, failing.Select(i => new FailingObject { Kind = FailingKind.Integration, Id = i.Id.Value, Key = i.Key, Name = i.Name, Detail = "An owner is missing, not active, or has not confirmed in 90 days", Since = null }), "There is no active integration.");
    }
}
