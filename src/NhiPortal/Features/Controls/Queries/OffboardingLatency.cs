using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether what was retired is really gone.</summary>
public sealed class OffboardingLatency : IEvidenceQuery
{
    public string Name => "offboarding-latency";

    public string Measures => "Retired integrations. One fails while a credential, a live grant or a workload identity of it is left, however long ago it was retired. How many hours it took is not measured.";

    public string Fix => "Revoke what is left of it.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var now = scope.Now;
        var retired = scope.Rows<Integration>().Where(i => i.Status == IntegrationStatus.Retired);
        return Evidence.Of(retired, retired.Where(i => db.Credentials.Any(c => c.IntegrationId == i.Id && c.Status == CredentialStatus.Active) || db.Workloads.Any(w => w.IntegrationId == i.Id && w.RetiredAt == null)
                || db.Grants.Any(g => g.IntegrationId == i.Id && g.Status == GrantStatus.Active && g.Until > now))
            .Select(i => new FailingObject { Kind = FailingKind.Integration, Id = i.Id.Value, Key = i.Key, Name = i.Name, Detail = "Something of it is still alive", Since = null }), "No integration was retired yet.");
    }
}
