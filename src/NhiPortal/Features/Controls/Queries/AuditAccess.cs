using NhiPortal.Domain.Controls;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether those who administer the portal approve nothing.</summary>
public sealed class AuditAccess : IEvidenceQuery
{
    public string Name => "audit-access";

    public string Measures => "People who signed in as administrator in the last 30 days. One fails when they also own something, and so can approve. Roles come with sign-in, so who never signed in is not known.";

    public string Fix => "Give the role or the ownership to somebody else.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var seen = scope.Ago(30);
        var administrators = scope.Rows<Person>().Where(p => p.Status == PersonStatus.Active && db.SeenRoles.Any(role => role.PersonId == p.Id && role.Role == NhiPortal.Domain.Role.Administrator && role.SeenAt >= seen));
        return Evidence.Of(administrators, administrators.Where(p => db.Ownerships.Any(o => o.PersonId == p.Id && o.ClosedAt == null && o.AcceptedAt != null))
            .Select(p => new FailingObject { Kind = FailingKind.Person, Id = p.Id.Value, Key = "", Name = p.Name, Detail = "Administers the portal and approves", Since = null }), "Nobody signed in as administrator in the last 30 days.");
    }
}
