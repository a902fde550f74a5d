using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Requests;

/// <summary>The facts an approver weighs, gravest first. Each is a statement that can be checked, never a score.</summary>
public static class RiskFacts
{
    public static IReadOnlyList<RiskFact> Of(
        AccessRequest request, Integration integration, TargetSystem target, PrivilegedAction? action, bool longLived, AskHistory history) =>
        [.. All(request, integration, target, action, longLived, history).OrderByDescending(fact => fact.Tone)];

    private static IEnumerable<RiskFact> All(
        AccessRequest request, Integration integration, TargetSystem target, PrivilegedAction? action, bool longLived, AskHistory history)
    {
        yield return new($"{Does(action?.Class)}: {request.Risk.ToString().ToLowerInvariant()} risk", request.Risk.Tone());
        yield return new(
            $"{target.Key}: {Store(target.Store)} in {target.Environment.ToString().ToLowerInvariant()}, {target.Criticality.ToString().ToLowerInvariant()} criticality",
            target is { Criticality: Criticality.Critical, Environment: DeploymentEnvironment.Production } ? Tone.Warn : Tone.Neutral);
        if (longLived || integration.Kind == IntegrationKind.LegacyAutomation)
            yield return new("Works with a long-lived credential: attribution is not reliable", Tone.Warn);
        if (integration.Kind == IntegrationKind.VendorOperated)
            yield return new("Operated by a vendor, outside your own people's hands", Tone.Warn);
        if (request.StartedById is null && request.RequestedById is null)
            yield return new("The workload names no person who started this run", Tone.Neutral);
        if (integration.Standing == Standing.Overdue)
            yield return new("One of the owners on its way is overdue with confirming", Tone.Warn);
        if (history.Total == 0)
            yield return new($"First ask of this kind in {AskHistoryQuery.Days} days", Tone.Info);
        if (request.RequestedMinutes == request.LongestMinutes)
            yield return new($"Asks for the longest grant its policy allows ({RequestWords.Minutes(request.LongestMinutes)})", Tone.Neutral);
    }

    private static string Does(ActionClass? kind) => kind switch
    {
        ActionClass.CreatesAdmin => "Creates an administrator",
        ActionClass.ChangesAdmin => "Changes administrative access",
        ActionClass.ReadsSecret => "Reads a secret",
        _ => "Privileged action",
    };

    private static string Store(IdentityStore store) => store == IdentityStore.SaaS ? "SaaS application" : store.ToString().ToLowerInvariant();
}
