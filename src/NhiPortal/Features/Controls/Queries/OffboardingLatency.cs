using NhiPortal.Data;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether what was retired is really gone.</summary>
public sealed class OffboardingLatency : IEvidenceQuery
{
    public string Name => "offboarding-latency";

    public string Measures => "Retired integrations. One fails while a credential, a live grant, a workload identity or something done for it on a target is left, or when what was done on a target was taken back more than 24 hours after its grant ended. Retiring ends the rest in the same moment.";

    public string Fix => "Revoke what is left of it.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var now = scope.Now;
        var retired = scope.Rows<Integration>().Where(i => i.Status == IntegrationStatus.Retired);
        return Evidence.Of(retired, retired.Where(i => db.Credentials.Any(c => c.IntegrationId == i.Id && c.Status == CredentialStatus.Active) || db.Workloads.Any(w => w.IntegrationId == i.Id && w.RetiredAt == null)
                || db.Grants.Any(g => g.IntegrationId == i.Id && ((g.Status == GrantStatus.Active && g.Until > now)
                    || db.Executions.Any(e => e.GrantId == g.Id && (e.EndedAt == null || DbTicks.Of(e.EndedAt.Value) - DbTicks.Of(g.EndedAt ?? g.Until) > EvidenceScope.TicksOfADay)))))
            .Select(i => new FailingObject { Kind = FailingKind.Integration, Id = i.Id.Value, Key = i.Key, Name = i.Name, Detail = "Something of it is still alive, or was for more than a day", Since = null }), "No integration was retired yet.");
    }
}
