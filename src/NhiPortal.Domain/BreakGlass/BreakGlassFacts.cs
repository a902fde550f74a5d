using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.BreakGlass;

/// <summary>By what right somebody breaks the glass on a target.</summary>
public enum BreakGlassStanding
{
    SystemOwner,
    Deputy,
    StandIn,
    DutyChief,
}

/// <summary>The right somebody has, and whose it is where it is not their own.</summary>
public sealed record BreakGlassRight(BreakGlassStanding Standing, PersonId? For);

/// <summary>What is true at the moment of somebody who would break the glass, and of the target they would do it on.</summary>
public sealed record BreakGlassFacts
{
    public required ApproverFacts Person { get; init; }

    /// <summary>Whether the policy rule in force allows it, and for how long at the most; null where no rule fits.</summary>
    public required (bool Allowed, int LongestMinutes)? Policy { get; init; }

    /// <summary>An earlier use on this target waits for its review.</summary>
    public required bool DebtOpen { get; init; }

    public PersonId? DutyChief { get; init; }

    /// <summary>The holder of the system owner's role now, where this person is their deputy in it.</summary>
    public ApproverFacts? DeputyFor { get; init; }
}

/// <summary>What the person asks for when they break the glass.</summary>
public sealed record BreakGlassOrder(int Minutes, string Reason);
