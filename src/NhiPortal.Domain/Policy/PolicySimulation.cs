namespace NhiPortal.Domain.Policy;

/// <summary>What was asked once, with what a policy would look at, and what it was judged by then.</summary>
public sealed record PastAsk
{
    public required PolicySubject Subject { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required string? Ticket { get; init; }
    public required int JustificationLength { get; init; }

    /// <summary>How many people it needed; null when policy refused it.</summary>
    public required int? Approvers { get; init; }

    public required int RequestedMinutes { get; init; }
    public required int LongestMinutes { get; init; }

    /// <summary>For how long a standing pre-approval was asked for; null where one action was.</summary>
    public TimeSpan? StandingFor { get; init; }

    /// <summary>A standing pre-approval answered it at once.</summary>
    public bool WasPreApproved { get; init; }
}

/// <summary>What another policy would have made of a past ask.</summary>
public enum SimulatedEffect
{
    WouldBeRefused,
    NewlyAllowed,
    FewerApprovers,
    Longer,

    /// <summary>People would have been asked in place of a standing pre-approval.</summary>
    PeopleAsked,
    MoreApprovers,
    Shorter,
    Same,
}

/// <summary>Judges past asks by a policy that was not in force then.</summary>
public sealed class PolicySimulation(ApprovalPolicy policy)
{
    /// <summary>A justification this short is refused where one is required.</summary>
    public const int ShortestJustification = 10;

    private readonly Dictionary<string, TicketPattern> patterns = policy.Rules.Select(rule => rule.TicketPattern).OfType<string>().Distinct()
        .ToDictionary(pattern => pattern, pattern => TicketPattern.Create(pattern).Value);

    /// <summary>One ask can be changed in more than one way.</summary>
    public IReadOnlyList<SimulatedEffect> Of(PastAsk ask)
    {
        if (policy.Match(ask.Subject) is not { } rule || !Passes(rule, ask))
            return [ask.Approvers is null ? SimulatedEffect.Same : SimulatedEffect.WouldBeRefused];
        if (ask.Approvers is not { } asked)
            return [SimulatedEffect.NewlyAllowed];
        var (people, effects) = (rule.Stages.Sum(stage => stage.Quorum), new List<SimulatedEffect>());
        if (people != asked)
            effects.Add(people < asked ? SimulatedEffect.FewerApprovers : SimulatedEffect.MoreApprovers);
        if (ask.WasPreApproved && rule.StandingDays is null)
            effects.Add(SimulatedEffect.PeopleAsked);
        if (rule.LongestGrantMinutes < ask.RequestedMinutes)
            effects.Add(SimulatedEffect.Shorter);
        // Only what was asked up to its limit, or cut to it, could have become longer.
        else if (rule.LongestGrantMinutes > ask.LongestMinutes && ask.RequestedMinutes == ask.LongestMinutes)
            effects.Add(SimulatedEffect.Longer);
        return effects.Count == 0 ? [SimulatedEffect.Same] : effects;
    }

    private bool Passes(ApprovalRule rule, PastAsk ask) =>
        (!rule.RequiresJustification || ask.JustificationLength >= ShortestJustification)
        && (ask.Ticket is null ? !rule.RequiresTicket : rule.TicketPattern is null || patterns[rule.TicketPattern].Matches(ask.Ticket))
        && rule.Window?.IsOpenAt(ask.AskedAt) is not false
        && (ask.StandingFor is not { } length || length <= TimeSpan.FromDays(rule.StandingDays ?? 0));
}
