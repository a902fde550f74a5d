using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Discovery;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether accounts found on targets are known to the register.</summary>
public sealed class UnlinkedIdentities : IEvidenceQuery
{
    public string Name => "unlinked-identities";

    public string Measures => "Accounts that were found on targets and are still there. One fails when nobody adopted or dismissed it within 14 days.";

    public string Fix => "Adopt the account into an integration, or dismiss it with a reason.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var late = scope.Ago(14);
        var found = scope.Rows<Candidate>().Where(c => c.GoneAt == null);
        return Evidence.Of(found, found.Where(c => c.Status == CandidateStatus.Open && c.FirstSeenAt < late)
            .Select(c => new FailingObject { Kind = FailingKind.Target, Id = c.TargetId.Value, Key = db.Targets.Where(t => t.Id == c.TargetId).Select(t => t.Key).First(), Name = c.AccountName, Detail = "Nobody decided about this account", Since = c.FirstSeenAt }), "No account was found on any target; a target needs a connector that reads it.");
    }
}
