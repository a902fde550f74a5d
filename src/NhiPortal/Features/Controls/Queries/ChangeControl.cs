using NhiPortal.Domain.Controls;
namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether a second person agreed to each change of the approval policy.</summary>
public sealed class ChangeControl : IEvidenceQuery
{
    public string Name => "change-control";

    public string Measures => "Versions of the approval policy that people published in the last 90 days (one policy for all tenants). One fails when the same person published and agreed, or nobody agreed.";

    public string Fix => "Have a second person publish it again.";

    public bool PortalWide => true;

    public Evidence Of(EvidenceScope scope)
    {
        var since = scope.Since;
        var versions = scope.Db.Policies.Where(p => p.PublishedAt >= since && p.PublishedById != null);
        return Evidence.Of(versions, versions.Where(p => p.AgreedById == null || p.AgreedById == p.PublishedById)
            .Select(p => new FailingObject { Kind = FailingKind.Policy, Id = Guid.Empty, Key = "" + p.Number, Name = "Approval policy, version " + p.Number, Detail = "No second person", Since = p.PublishedAt }), "Nobody changed the approval policy in the last 90 days.");
    }
}
