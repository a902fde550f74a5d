namespace NhiPortal.Domain.Requests;

/// <summary>Who is told, in this order, when a stage is not answered.</summary>
public enum EscalationStep
{
    Deputy,
    Manager,
    IamStaff,
}

/// <summary>What somebody is told as.</summary>
public enum EscalatedAs
{
    Deputy,
    StandIn,
    Manager,
    IamStaff,
}

/// <summary>Somebody who is told, and the owner they are told for; IAM staff are told for nobody in particular.</summary>
public sealed record EscalatedTo(PersonId Person, EscalatedAs As, PersonId? Owner)
{
    public EscalationStep Step => As switch
    {
        EscalatedAs.Deputy or EscalatedAs.StandIn => EscalationStep.Deputy,
        EscalatedAs.Manager => EscalationStep.Manager,
        _ => EscalationStep.IamStaff,
    };
}

/// <summary>One step that was taken: which stage waited, and who was told. Request, stage and step are its key, so nothing takes one twice.</summary>
public sealed class RequestEscalation
{
    private RequestEscalation() { }

    public RequestId RequestId { get; private set; }
    public int Stage { get; private set; }
    public EscalationStep Step { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>Whole minutes the stage had waited by the clock that stands still.</summary>
    public int WaitedMinutes { get; private set; }

    public IReadOnlyList<EscalatedTo> To { get; private set; } = [];

    internal static RequestEscalation Of(RequestStage stage, EscalationStep step, TimeSpan waited, IReadOnlyList<EscalatedTo> to, DateTimeOffset now) => new()
    {
        RequestId = stage.RequestId,
        Stage = stage.Number,
        Step = step,
        At = now,
        WaitedMinutes = (int)waited.TotalMinutes,
        To = to,
    };
}
