namespace NhiPortal.Domain.Findings.Rules;

/// <summary>Nobody has read the whole audit log for longer than a night.</summary>
public sealed class LogNotVerified : IFindingRule
{
    /// <summary>A night, and half a day for a machine that was off.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(36);

    public string Name => "log_not_verified";

    public string Title => "The audit log was not verified";

    public Severity Severity => Severity.Medium;

    public string Explanation =>
        "The whole log is verified every night, and the last night's did not come to its end. A change of the record would be seen by nobody. It closes when the log is read whole again, by the job or by somebody who presses Verify.";

    public IReadOnlyList<string> Controls { get; } = ["AU-9", "CA-7", "A.8.15"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 2;

    public Remedy Remedy => Remedy.Log;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now)
    {
        if (picture is not LogPicture { Verified: { } told } || now < told.At + Longest)
            yield break;
        yield return new FindingHit(picture.Subject("verified"), $"The log was last read whole on {told.At.Day()}.") { Facts = [new("Last verified", told.At.Day())] };
    }
}
