namespace NhiPortal.Domain.Findings.Rules;

/// <summary>Something was stopped, and what it held on a target is not known to be gone.</summary>
public sealed class StopNotConfirmed : IFindingRule
{
    public string Name => "stop_not_confirmed";

    public string Title => "A stop is not confirmed";

    public Severity Severity => Severity.Critical;

    public string Explanation =>
        "Something was stopped because it could not be trusted, and a target or a person has not confirmed in time that what it held is gone: within 15 minutes where the portal takes it away, within a day where a person has to. It may still be used. It closes when it is confirmed, or the stop is lifted.";

    public IReadOnlyList<string> Controls { get; } = ["PR.AA-05", "RS.MI-01", "AC-2(13)", "IR-4", "A.5.26"];

    public Fixer Fixer => Fixer.SecurityOperations;

    public int DaysToFix => 1;

    public Remedy Remedy => Remedy.Stop;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) =>
        from line in picture is TargetPicture target ? target.OpenLines : []
        where now >= line.DueAt
        select new FindingHit(picture.Subject($"stop_line:{line.Line}"), $"{line.Stopped} was stopped on {line.StoppedAt.Day()}, and on {picture.Key} this is not confirmed: {line.What}.")
        {
            Facts = [new("Stopped", line.Stopped), new("Taken away by", line.ByHand ? "a person" : "the portal"), new("What keeps it", line.Trouble ?? "no answer yet"), new("Due", line.DueAt.Day())],
        };
}
