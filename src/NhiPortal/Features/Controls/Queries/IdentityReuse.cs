using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether each credential belongs to one integration.</summary>
public sealed class IdentityReuse : IEvidenceQuery
{
    public string Name => "identity-reuse";

    public string Measures => "Active credentials. One fails when it is shared by several integrations or workloads.";

    public string Fix => "Issue each its own.";

    public Evidence Of(EvidenceScope scope)
    {
        var credentials = scope.Rows<Credential>().Where(c => c.Status == CredentialStatus.Active);
        return Evidence.Of(credentials, credentials.Where(c => c.Shared)
            .Select(c => new FailingObject { Kind = FailingKind.Credential, Id = c.Id.Value, Key = "", Name = c.Label, Detail = "Shared by several", Since = c.IssuedAt }), "There is no active credential.");
    }
}
