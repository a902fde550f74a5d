namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A place that is to keep the log's checkpoints does not take them.</summary>
public sealed class CheckpointNotAnchored : IFindingRule
{
    /// <summary>Shorter troubles end by themselves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public string Name => "checkpoint_not_anchored";

    public string Title => "Checkpoints are kept nowhere else";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "The log's signed checkpoints are to be kept in a second place, so that a log that was replaced as a whole is found. That place has not taken any for an hour. Until it does, whoever holds the database and the key could write another history. It closes when the place takes the newest checkpoint.";

    public IReadOnlyList<string> Controls { get; } = ["AU-9", "AU-9(2)", "AU-10", "A.8.15"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 2;

    public Remedy Remedy => Remedy.Log;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) =>
        from place in picture is LogPicture log ? log.Unanchored : []
        where now >= place.Since + Patience
        select new FindingHit(picture.Subject($"anchor:{place.Place}"), $"The log's checkpoints do not reach their second place ({place.Place}) since {place.Since.Day()}.")
        {
            Facts = [new("Place", place.Place), new("What keeps it", place.Trouble), new("Since", place.Since.Day())],
        };
}
