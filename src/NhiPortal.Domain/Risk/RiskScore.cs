using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Risk;

/// <summary>One checkable thing that makes an integration riskier, and how much it counts.</summary>
public sealed record RiskFact(string Name, string Sentence, int Points);

/// <summary>A number that explains itself: the sum of its facts' points, at most 100. Pure over the picture findings are judged by.</summary>
public sealed record RiskScore(int Value, IReadOnlyList<RiskFact> Facts)
{
    public const int Most = 100;

    public static RiskScore Of(IntegrationPicture picture, RiskWeights weights, DateTimeOffset now)
    {
        // What is retired can do nothing by itself any more; if it still could, a critical finding says so.
        var facts = picture.Status == IntegrationStatus.Retired ? [] : All(picture, weights, now).Where(fact => fact.Points > 0).OrderByDescending(fact => fact.Points).ToList();
        return new(Math.Min(Most, facts.Sum(fact => fact.Points)), facts);
    }

    private static IEnumerable<RiskFact> All(IntegrationPicture picture, RiskWeights weights, DateTimeOffset now) =>
        [.. Reach(picture, weights), .. Owners(picture, weights, now), .. Credentials(picture, weights, now), .. Use(picture, weights, now)];

    private static IEnumerable<RiskFact> Reach(IntegrationPicture picture, RiskWeights weights)
    {
        var classes = picture.Paths.Select(entry => entry.Path.Class).ToHashSet();
        if (classes.Contains(ActionClass.CreatesAdmin))
            yield return new("creates_admin", "It may create administrators", weights.CreatesAdmin);
        else if (classes.Contains(ActionClass.ChangesAdmin))
            yield return new("changes_admin", "It may change administrative access", weights.ChangesAdmin);
        if (classes.Contains(ActionClass.ReadsSecret))
            yield return new("reads_secret", "It may read secrets", weights.ReadsSecret);
        var critical = picture.Ways.Where(way => way is { Criticality: Criticality.Critical, Environment: DeploymentEnvironment.Production })
            .Select(way => way.Key).Order(StringComparer.Ordinal).ToList();
        if (critical.Count > 0)
            yield return new("critical_target", $"It reaches critical systems in production: {string.Join(", ", critical)}", weights.CriticalTarget);
    }

    private static IEnumerable<RiskFact> Owners(IntegrationPicture picture, RiskWeights weights, DateTimeOffset now)
    {
        if (picture.Gaps(now).FirstOrDefault() is { } gap)
            yield return new("missing_owner", gap.Sentence, weights.MissingOwner);
        var own = picture.ControlPoints.Select(point => point.Holder).Concat(picture.Governed ? picture.Ways.Select(way => way.Owner) : []);
        if (own.Any(owner => owner is { AttestationDue: { } due } && now >= due))
            yield return new("overdue_attestation", "One of the owners on its way is overdue with confirming", weights.OverdueAttestation);
        if (picture.Kind == IntegrationKind.VendorOperated)
            yield return new("vendor_operated", "Operated by a vendor, outside your own people's hands", weights.VendorOperated);
    }

    private static IEnumerable<RiskFact> Credentials(IntegrationPicture picture, RiskWeights weights, DateTimeOffset now)
    {
        if (picture.Kind == IntegrationKind.LegacyAutomation || picture.Credentials.Any(credential => credential.LongLived && credential.IsHeld(now)))
            yield return new("long_lived_credential", "Works with a long-lived credential: attribution is not reliable", weights.LongLivedCredential);
        if (picture.Credentials.Any(credential => credential.IsRotationOverdue(picture.Kind, now)))
            yield return new("rotation_overdue", "A credential should have been renewed", weights.RotationOverdue);
        if (picture.Credentials.Any(credential => !credential.IsFederated && credential.EndedAt is null && (credential.Shared || credential.SharedWith.Count > 0)))
            yield return new("shared_credential", "Shares a credential with another integration", weights.SharedCredential);
    }

    private static IEnumerable<RiskFact> Use(IntegrationPicture picture, RiskWeights weights, DateTimeOffset now)
    {
        if (picture.IsSilent(now))
            yield return new("unused_privilege", $"It used none of its privilege for {IntegrationPicture.Idle.TotalDays:0} days", weights.UnusedPrivilege);
        else if (picture.UnusedPaths(now) is { Count: > 0 } unused)
            yield return new("unused_privilege", unused.Count == 1 ? "One of its paths is unused" : $"{unused.Count} of its paths are unused", weights.UnusedPrivilege);
    }
}
