using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>An integration that outlived its end-of-life date.</summary>
public sealed class EndOfLifePassed : IFindingRule
{
    public string Name => "end_of_life_passed";

    public string Title => "Past its end and still there";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "The end-of-life date has passed, but the integration is not retired. It is denied everything it asks the portal for; what it holds outside may still work. It closes when it is retired, or its end is moved with a reason.";

    public IReadOnlyList<string> Controls { get; } = ["NHI1:2025", "ID.AM-08", "GOVERN 1.7", "AC-2", "A.5.18"];

    public Fixer Fixer => Fixer.BusinessOwner;

    public int DaysToFix => 7;

    public Remedy Remedy => Remedy.Retirement;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now)
    {
        if (picture is IntegrationPicture { Governed: true, EndOfLife: { } end } && now >= end)
            yield return new FindingHit(picture.Subject(), $"{picture.Key} was to end on {end.Day()} and is not retired.")
            {
                Fixer = picture.HolderOf(OwnerRole.BusinessOwner, now),
                Facts = [new("End of life", end.Day())],
            };
    }
}
