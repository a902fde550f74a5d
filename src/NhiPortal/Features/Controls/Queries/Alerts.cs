using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Findings;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether grave findings are dealt with in time.</summary>
public sealed class Alerts : IEvidenceQuery
{
    public string Name => "alerts";

    public string Measures => "Findings of high and critical severity that opened in the last 90 days. One fails when it is open past its due date.";

    public string Fix => "Fix what the finding names, or have an exception agreed.";

    public Evidence Of(EvidenceScope scope)
    {
        var (since, now) = (scope.Since, scope.Now);
        var findings = scope.Rows<Finding>().Where(f => f.Severity >= Severity.High && f.OpenedAt >= since);
        return Evidence.Of(findings, findings.Where(f => f.Status == FindingStatus.Open && f.DueAt < now)
            .Select(f => new FailingObject { Kind = FailingKind.Finding, Id = f.Id.Value, Key = "", Name = f.Rule, Detail = f.Sentence, Since = f.DueAt }), "No grave finding opened in the last 90 days.");
    }
}
