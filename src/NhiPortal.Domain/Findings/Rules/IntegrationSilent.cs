using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>An active integration of which nothing is heard.</summary>
public sealed class IntegrationSilent : IFindingRule
{
    public string Name => "integration_silent";

    public string Title => "An integration has gone silent";

    public Severity Severity => Severity.Medium;

    public string Explanation =>
        "An active integration has neither asked for anything nor used a grant or credential for 90 days. Either it is not needed and should be retired, or it goes around the portal. It closes when it is seen again, suspended or retired.";

    public IReadOnlyList<string> Controls { get; } = ["NHI1:2025", "ID.AM-08", "GOVERN 1.7", "AC-2(3)", "A.5.18"];

    public Fixer Fixer => Fixer.BusinessOwner;

    public int DaysToFix => 30;

    public Remedy Remedy => Remedy.Retirement;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now)
    {
        if (picture is not IntegrationPicture integration || !integration.IsSilent(now))
            yield break;
        var since = integration.LastActive ?? integration.RegisteredAt;
        yield return new FindingHit(picture.Subject(), integration.LastActive is null
            ? $"{picture.Key} has done nothing since it was registered on {since.Day()}."
            : $"{picture.Key} was last seen on {since.Day()}.")
        {
            Fixer = picture.HolderOf(OwnerRole.BusinessOwner, now),
            Facts = [new("Last seen", integration.LastActive?.Day() ?? "never"), new("Registered", integration.RegisteredAt.Day())],
        };
    }
}
