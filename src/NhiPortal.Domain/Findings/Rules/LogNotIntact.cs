namespace NhiPortal.Domain.Findings.Rules;

/// <summary>The audit log was read whole, and is not what was signed.</summary>
public sealed class LogNotIntact : IFindingRule
{
    public string Name => "log_not_intact";

    public string Title => "The audit log is not what was signed";

    public Severity Severity => Severity.Critical;

    public string Explanation =>
        "Reading the whole log found events that were changed, removed, added or moved outside the portal, or checkpoints that do not fit. Whoever did that could reach the database. Keep it as it is, compare it with a backup and with checkpoints kept elsewhere. It closes when the whole log verifies again.";

    public IReadOnlyList<string> Controls { get; } = ["AU-9", "AU-9(3)", "A.8.15"];

    public Fixer Fixer => Fixer.SecurityOperations;

    public int DaysToFix => 1;

    public Remedy Remedy => Remedy.Log;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now)
    {
        if (picture is not LogPicture { Verified: { Intact: false } told })
            yield break;
        yield return new FindingHit(picture.Subject("intact"), $"The log does not verify: the first event that is not as it was signed is {told.FirstBroken ?? "not known"}.")
        {
            Facts = [new("First broken event", told.FirstBroken ?? "not known"), new("What is wrong there", told.FirstFault ?? "see the verification"), new("Found", told.At.Day())],
        };
    }
}
