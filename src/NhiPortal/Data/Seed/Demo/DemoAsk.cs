using System.Text.Json;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Something an integration asks for in the demo; <see cref="Parameter"/> fills the action's meaningful field, if it has one.</summary>
internal sealed record DemoAsk(string Integration, string Target, string Action, string Resource, string? Parameter, int Minutes, int Uses, string Why)
{
    public string? Ticket { get; init; }

    /// <summary>The person whose run it serves.</summary>
    public string? StartedBy { get; init; }

    /// <summary>The business owner asks, on the workload's behalf.</summary>
    public bool ByBusinessOwner { get; init; }

    /// <summary>The portal carries it out.</summary>
    public bool Brokered { get; init; }

    public ActionCall Call(PrivilegedAction action) => new(
        Action, Target, action.ResourceType, Resource,
        action.MeaningfulFields.ToDictionary(field => field, _ => JsonSerializer.SerializeToElement(Parameter)));
}

/// <summary>How one owner will answer, so many minutes after the request came in.</summary>
internal sealed record PlannedAnswer(OwnerRole Role, double After, Verdict Verdict, int? Minutes = null, string? Reason = null);

/// <summary>How a request's story goes on; what is not planned is left to time.</summary>
internal sealed record AskPlan(IReadOnlyList<PlannedAnswer> Answers)
{
    public double? WithdrawnAfter { get; init; }

    /// <summary>Minutes after the approval at which the grant is ended, by the target's owner or by security operations.</summary>
    public (double After, bool ByOwner, string Reason)? Revoked { get; init; }

    public int Uses { get; init; }

    /// <summary>The workload calls once more when its time is over.</summary>
    public bool LateCall { get; init; }

    /// <summary>The workload tries the approval with another parameter.</summary>
    public bool ChangedCall { get; init; }
}
