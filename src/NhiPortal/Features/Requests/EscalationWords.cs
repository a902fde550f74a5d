using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Whom a request was escalated to, in words.</summary>
internal static class EscalationWords
{
    /// <param name="step">The step taken.</param>
    /// <param name="to">Who was told.</param>
    /// <param name="name">Names a person.</param>
    public static string Told(EscalationStep step, IReadOnlyList<EscalatedTo> to, Func<Domain.PersonId, string> name)
    {
        if (step == EscalationStep.IamStaff)
            return to.Count == 0 ? "IAM staff, of whom nobody is known yet" : $"IAM staff ({string.Join(", ", to.Select(told => name(told.Person)))})";
        return string.Join(" and ", to.Select(told => $"{name(told.Person)}, {As(told.As)} {(told.Owner is { } owner ? name(owner) : "")}"));
    }

    private static string As(EscalatedAs how) => how switch
    {
        EscalatedAs.Deputy => "deputy of",
        EscalatedAs.StandIn => "who stands in for",
        _ => "manager of",
    };
}
