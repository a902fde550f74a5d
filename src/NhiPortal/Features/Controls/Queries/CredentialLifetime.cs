using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether credentials end by themselves.</summary>
public sealed class CredentialLifetime : IEvidenceQuery
{
    public string Name => "credential-lifetime";

    public string Measures => "Active credentials. One fails when it never ends, or lives longer than the policy for its kind of integration allows.";

    public string Fix => "Replace it by one with an end, best by a federated token.";

    public Evidence Of(EvidenceScope scope)
    {
        var credentials = scope.Rows<Credential>().Where(c => c.Status == CredentialStatus.Active);
        return Evidence.Of(credentials, credentials.Where(c => c.LongLived || c.ExpiresAt >= Credential.Never)
            .Select(c => new FailingObject { Kind = FailingKind.Credential, Id = c.Id.Value, Key = "", Name = c.Label, Detail = c.ExpiresAt >= Credential.Never ? "Never ends" : "Lives longer than its policy allows", Since = c.IssuedAt }), "There is no active credential.");
    }
}
