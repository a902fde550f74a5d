namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A target that could not be read within its period.</summary>
public sealed class ConnectorBlind : IFindingRule
{
    public string Name => "connector_blind";

    public string Title => "Nobody sees who is administrator there";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "The portal's connector has not read the target's accounts for a day and a half. Whoever becomes an administrator there now is seen by nobody. It closes when the target is read whole again.";

    public IReadOnlyList<string> Controls { get; } = ["DE.CM-03", "AC-2(4)", "AU-6", "CA-7", "A.8.16"];

    public Fixer Fixer => Fixer.SystemOwner;

    public int DaysToFix => 2;

    public Remedy Remedy => Remedy.Connector;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now)
    {
        if (picture is not TargetPicture { Reading: { Blind: true } reading })
            yield break;
        yield return new FindingHit(picture.Subject("blind"), reading.LastReadAt is { } last ? $"{picture.Key} was last read on {last.Day()}." : $"{picture.Key} has never been read whole.")
        {
            Fixer = picture.HolderOf(Owners.OwnerRole.SystemOwner, now),
            Facts = [new("Last read", reading.LastReadAt?.Day() ?? "never"), new("What keeps it", reading.Fault ?? "no try since")],
        };
    }
}
