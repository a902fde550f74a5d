using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether silence ends as a denial.</summary>
public sealed class ExpiryBehaviour : IEvidenceQuery
{
    public string Name => "expiry-behaviour";

    public string Measures => "Requests of the last 90 days whose time to answer is over. One fails when it is still open an hour later, or was granted although it had expired.";

    public string Fix => "See that the job that ends requests runs.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var (since, now, late) = (scope.Since, scope.Now, scope.Now.AddHours(-1));
        var requests = scope.Rows<AccessRequest>().Where(r => r.AskedAt >= since && r.ExpiresAt < now);
        return Evidence.Of(requests, requests.Where(r => (r.Status == RequestStatus.Pending && r.ExpiresAt < late)
                || (r.Status == RequestStatus.Expired && db.Grants.Any(g => g.RequestId == r.Id)))
            .Select(r => new FailingObject { Kind = FailingKind.Request, Id = r.Id.Value, Key = "", Name = r.ActionName + " on " + r.ResourceId, Detail = "Open or granted after its time", Since = r.ExpiresAt }), "No request has run out of time in the last 90 days.");
    }
}
