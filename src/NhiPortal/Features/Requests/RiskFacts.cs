using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Risk;
using NhiPortal.Domain.Targets;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Requests;

/// <summary>
/// The facts an approver weighs, gravest first: those of this very ask, then those that make up the integration's risk
/// score. Each is a statement that can be checked.
/// </summary>
public static class RiskFacts
{
    /// <summary>Of the score's facts, those that the ask itself says more exactly.</summary>
    private static readonly string[] SaidByTheAsk = ["creates_admin", "changes_admin", "reads_secret", "critical_target"];

    public static IReadOnlyList<WeighedFact> Of(AccessRequest request, TargetSystem target, PrivilegedAction? action, IReadOnlyList<RiskFact> integration, AskHistory history) =>
        [.. OfTheAsk(request, target, action, history).Concat(integration.Where(fact => !SaidByTheAsk.Contains(fact.Name)).Select(fact => new WeighedFact(fact.Sentence, Tone.Warn)))
            .OrderByDescending(fact => fact.Tone)];

    private static IEnumerable<WeighedFact> OfTheAsk(AccessRequest request, TargetSystem target, PrivilegedAction? action, AskHistory history)
    {
        yield return new($"{Does(action?.Class)}: {request.Risk.ToString().ToLowerInvariant()} risk", request.Risk.Tone());
        yield return new(
            $"{target.Key}: {Store(target.Store)} in {target.Environment.ToString().ToLowerInvariant()}, {target.Criticality.ToString().ToLowerInvariant()} criticality",
            target is { Criticality: Criticality.Critical, Environment: DeploymentEnvironment.Production } ? Tone.Warn : Tone.Neutral);
        if (request.StartedById is null && request.RequestedById is null)
            yield return new("The workload names no person who started this run", Tone.Neutral);
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
