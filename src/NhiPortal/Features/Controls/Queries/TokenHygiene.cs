using NhiPortal.Domain.Controls;
namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether issuers are trusted for this portal alone.</summary>
public sealed class TokenHygiene : IEvidenceQuery
{
    public string Name => "token-hygiene";

    public string Measures => "Issuers whose tokens the portal accepts (the same for all tenants). One fails when it is pinned to no audience, or is trusted for development only. Refused tokens are not measured.";

    public string Fix => "Pin the issuer to the portal's own audience.";

    public bool PortalWide => true;

    public Evidence Of(EvidenceScope scope)
    {
        var issuers = scope.Db.Issuers;
        return Evidence.Of(issuers, issuers.Where(issuer => issuer.Audience == "" || issuer.DevelopmentOnly)
            .Select(issuer => new FailingObject { Kind = FailingKind.Issuer, Id = Guid.Empty, Key = issuer.Issuer, Name = issuer.Name, Detail = issuer.Issuer, Since = null }), "The portal trusts no issuer.");
    }
}
