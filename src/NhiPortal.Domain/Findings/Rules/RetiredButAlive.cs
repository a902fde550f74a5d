using System.Globalization;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A retired integration with a living identity or credential.</summary>
public sealed class RetiredButAlive : IFindingRule
{
    public string Name => "retired_but_alive";

    public string Title => "Retired, but it could still come in";

    public Severity Severity => Severity.Critical;

    public string Explanation =>
        "The integration is retired, yet a workload identity or a credential of it is still valid. Nobody watches it any more, which is what a thief looks for. It closes when the last identity is taken back and the last credential has ended.";

    public IReadOnlyList<string> Controls { get; } = ["NHI1:2025", "PR.AA-01", "AC-2", "PS-4", "A.5.18"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 2;

    public Remedy Remedy => Remedy.Credentials;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now)
    {
        if (picture is not IntegrationPicture { Status: IntegrationStatus.Retired } integration)
            yield break;
        var alive = integration.Credentials.Where(credential => credential.IsAlive(now)).OrderBy(credential => credential.Label, StringComparer.Ordinal).ToList();
        if (alive.Count == 0 && integration.LiveIdentities == 0)
            yield break;
        yield return new FindingHit(picture.Subject(), $"{picture.Key} is retired, but it still has {Count(integration.LiveIdentities, "identity", "identities")} and {Count(alive.Count, "credential", "credentials")} that work.")
        {
            Facts = [new("Identities", integration.LiveIdentities.ToString(CultureInfo.InvariantCulture)), .. alive.Select(credential => new FindingFact(credential.Label, $"valid until {credential.ExpiresAt.Day()}"))],
        };
    }

    private static string Count(int number, string one, string many) => number switch { 0 => $"no {one}", 1 => $"one {one}", _ => $"{number} {many}" };
}
