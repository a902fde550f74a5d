using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether workloads prove who they are without a shared secret.</summary>
public sealed class AuthMethods : IEvidenceQuery
{
    public string Name => "auth-methods";

    public string Measures => "Active credentials. One fails when it is a password, an API key, a client secret or a bearer token that whoever has it can use.";

    public string Fix => "Move the workload to a federated token or a certificate.";

    public Evidence Of(EvidenceScope scope)
    {
        var credentials = scope.Rows<Credential>().Where(c => c.Status == CredentialStatus.Active);
        return Evidence.Of(credentials, credentials.Where(c => c.Kind == CredentialKind.Password || c.Kind == CredentialKind.ApiKey || c.Kind == CredentialKind.ClientSecret || c.Kind == CredentialKind.Token)
            .Select(c => new FailingObject { Kind = FailingKind.Credential, Id = c.Id.Value, Key = "", Name = c.Label, Detail = "A secret that works for whoever has it", Since = c.IssuedAt }), "There is no active credential.");
    }
}
