using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Findings;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether exceptions end.</summary>
public sealed class Exceptions : IEvidenceQuery
{
    public string Name => "exceptions";

    public string Measures => "Exceptions that are in force. One fails when its end is over, or the same person asked and agreed.";

    public string Fix => "Withdraw the exception, or have it agreed anew.";

    public Evidence Of(EvidenceScope scope)
    {
        var now = scope.Now;
        var excepted = scope.Rows<Finding>().Where(f => f.Status == FindingStatus.Excepted);
        return Evidence.Of(excepted, excepted.Where(f => f.ExceptionUntil == null || f.ExceptionUntil < now || f.ExceptionAgreedById == null || f.ExceptionAgreedById == f.ExceptionAskedById)
            .Select(f => new FailingObject { Kind = FailingKind.Finding, Id = f.Id.Value, Key = "", Name = f.Rule, Detail = f.Sentence, Since = f.ExceptionUntil }), "No exception is in force.");
    }
}
