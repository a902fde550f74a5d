using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether federated identities are bound to exactly one subject.</summary>
public sealed class FederationConditions : IEvidenceQuery
{
    public string Name => "federation-conditions";

    public string Measures => "Workload identities in force that a token issuer vouches for. One fails when its issuer is not trusted by the portal, or its subject is empty or holds a wildcard.";

    public string Fix => "Bind the identity to one exact subject of a trusted issuer.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var tenants = scope.Rows<Integration>();
        var identities = db.Workloads.Where(w => w.RetiredAt == null && !EF.Functions.Like(w.Issuer, "target:%") && tenants.Any(i => i.Id == w.IntegrationId && i.Status != IntegrationStatus.Retired));
        return Evidence.Of(identities, identities.Where(w => w.Subject == "" || EF.Functions.Like(w.Subject, "%*%") || !db.Issuers.Any(issuer => issuer.Issuer == w.Issuer))
            .Select(w => new FailingObject { Kind = FailingKind.Integration, Id = w.IntegrationId.Value, Key = db.Integrations.Where(i => i.Id == w.IntegrationId).Select(i => i.Key).First(), Name = w.Subject, Detail = w.Issuer, Since = w.AddedAt }), "No integration has a federated identity.");
    }
}
