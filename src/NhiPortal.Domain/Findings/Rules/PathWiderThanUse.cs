using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A path open to everything and used on next to nothing.</summary>
public sealed class PathWiderThanUse : IFindingRule
{
    public string Name => "path_wider_than_use";

    public string Title => "A path is wider than its use";

    public Severity Severity => Severity.Low;

    public string Explanation =>
        "A path allows every resource of its kind, but in 90 days it was used on three at the most. A pattern that names those would do, and bound what a thief could reach. It closes when the pattern is narrowed, or the use is wider.";

    public IReadOnlyList<string> Controls { get; } = ["NHI5:2025", "PR.AA-05", "AC-6", "A.8.2"];

    public Fixer Fixer => Fixer.BusinessOwner;

    public int DaysToFix => 60;

    public Remedy Remedy => Remedy.Reach;

    private const int Few = 3;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) => picture is not IntegrationPicture { Status: IntegrationStatus.Active } integration
        ? []
        : from entry in integration.Paths
          where entry.Path.Pattern == "*" && entry.Path.ApprovedAt <= now - IntegrationPicture.Idle && entry.Path.UsedOn.Count is > 0 and <= Few
          select new FindingHit(
              picture.Subject($"wide:{entry.Way.Id}:{entry.Path.Action}"), $"{picture.Key} may use {entry.Path.Action} on everything in {entry.Way.Key}, but used it on {string.Join(", ", entry.Path.UsedOn.Order(StringComparer.Ordinal))} only.")
          {
              Target = entry.Way.Id,
              Fixer = picture.HolderOf(OwnerRole.BusinessOwner, now),
              Facts = [new("Pattern", entry.Path.Pattern), .. entry.Path.UsedOn.Order(StringComparer.Ordinal).Select(resource => new FindingFact("Used on", resource))],
          };
}
