using NhiPortal.Data;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Findings;

namespace NhiPortal.Features.Findings;

/// <summary>What the record says when a finding turns.</summary>
internal static class FindingNotes
{
    /// <summary>Null for what is not worth an event: the same cause in other words.</summary>
    public static AuditNote? Of(Finding finding, FindingTurn turn, Picture picture) => turn switch
    {
        FindingTurn.Opened => About(finding, picture, "finding.opened", finding.Sentence),
        FindingTurn.Reopened => About(finding, picture, "finding.reopened", $"Again: {finding.Sentence}"),
        FindingTurn.Closed => About(finding, picture, "finding.closed", $"No longer so: {finding.Sentence}"),
        FindingTurn.ExceptionEnded => About(finding, picture, "finding.exception_ended", $"The exception is over: {finding.Sentence}"),
        _ => null,
    };

    public static IReadOnlyDictionary<string, string?> Facts(Finding finding) => new Dictionary<string, string?>
    {
        ["finding"] = finding.Id.ToString(),
        ["rule"] = finding.Rule,
        ["severity"] = finding.Severity.ToString(),
        ["due"] = finding.DueAt.ToString("o"),
    };

    private static AuditNote About(Finding finding, Picture picture, string kind, string sentence) => new(kind, sentence)
    {
        Tenant = finding.TenantId,
        Integration = picture.Integration is { } integration ? new AuditThing(integration.Value, picture.Key) : null,
        Target = picture.Target is { } target ? new AuditThing(target.Value, picture.Key) : null,
        Facts = Facts(finding),
    };
}
