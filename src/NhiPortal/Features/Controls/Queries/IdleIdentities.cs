using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether credentials that nobody uses are taken away.</summary>
public sealed class IdleIdentities : IEvidenceQuery
{
    public string Name => "idle-identities";

    public string Measures => "Active credentials of integrations that are not retired. One fails when it was not used for 90 days, or never since it was issued more than 30 days ago, and no exception is agreed for it.";

    public string Fix => "Revoke the credential, or have its use reported.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var (idle, fresh) = (scope.Ago(90), scope.Ago(30));
        var credentials = scope.Rows<Credential>().Where(c => c.Status == CredentialStatus.Active && db.Integrations.Any(i => i.Id == c.IntegrationId && i.Status != IntegrationStatus.Retired));
        return Evidence.Of(credentials, credentials.Where(c => (c.LastUsedAt < idle || (c.LastUsedAt == null && c.IssuedAt < fresh))
                && !db.Findings.Any(f => f.CredentialId == c.Id && f.Status == FindingStatus.Excepted))
            .Select(c => new FailingObject { Kind = FailingKind.Credential, Id = c.Id.Value, Key = "", Name = c.Label, Detail = c.LastUsedAt == null ? "Never used, as far as is known" : "Not used for 90 days", Since = c.LastUsedAt ?? c.IssuedAt }), "There is no active credential.");
    }
}
