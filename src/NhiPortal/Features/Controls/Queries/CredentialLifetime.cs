using NhiPortal.Data;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether credentials end by themselves.</summary>
public sealed class CredentialLifetime : IEvidenceQuery
{
    public string Name => "credential-lifetime";

    public string Measures => "Active credentials. One fails when it never ends, lives longer than the policy for its kind of integration allows, or keeps a secret that is valid for more than 24 hours while its integration may act on a target. A federated token is renewed by its issuer.";

    public string Fix => "Replace it by one with an end, best by a federated token.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var credentials = scope.Rows<Credential>().Where(c => c.Status == CredentialStatus.Active);
        return Evidence.Of(credentials, credentials.Where(c => c.LongLived || c.ExpiresAt >= Credential.Never
                || (c.Kind != CredentialKind.FederatedToken && DbTicks.Of(c.ExpiresAt) - DbTicks.Of(c.IssuedAt) > EvidenceScope.TicksOfADay && db.Paths.Any(path => path.IntegrationId == c.IntegrationId && path.RemovedAt == null)))
            .Select(c => new FailingObject { Kind = FailingKind.Credential, Id = c.Id.Value, Key = "", Name = c.Label, Detail = c.ExpiresAt >= Credential.Never ? "Never ends" : c.LongLived ? "Lives longer than its policy allows" : "Valid for more than 24 hours, and opens a privilege", Since = c.IssuedAt }), "There is no active credential.");
    }
}
