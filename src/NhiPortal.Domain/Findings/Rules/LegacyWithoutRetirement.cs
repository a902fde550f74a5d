using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A legacy automation nobody plans to end.</summary>
public sealed class LegacyWithoutRetirement : IFindingRule
{
    public string Name => "legacy_without_retirement";

    public string Title => "Legacy automation without an end";

    public Severity Severity => Severity.Medium;

    public string Explanation =>
        "A legacy automation works with an account that cannot tell who acts. That is bearable for a while only, so it needs the day on which it ends. It closes when an end of life is set.";

    public IReadOnlyList<string> Controls { get; } = ["NHI1:2025", "ID.AM-08", "GOVERN 1.7", "A.5.9"];

    public Fixer Fixer => Fixer.BusinessOwner;

    public int DaysToFix => 30;

    public Remedy Remedy => Remedy.Retirement;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now)
    {
        if (picture is IntegrationPicture { Kind: IntegrationKind.LegacyAutomation, Governed: true, EndOfLife: null } integration)
            yield return new FindingHit(picture.Subject(), $"{picture.Key} is legacy automation and has no end-of-life date.")
            {
                Fixer = picture.HolderOf(OwnerRole.BusinessOwner, now),
                Facts = [new("Registered", integration.RegisteredAt.Day())],
            };
    }
}
