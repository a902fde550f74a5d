using NhiPortal.Domain;
using NhiPortal.Domain.Access;

namespace NhiPortal.Features.Requests;

/// <summary>What is asked, as the API or the form understood it.</summary>
public sealed record Ask(WorkloadId Workload, ActionCall Call)
{
    public string? Justification { get; init; }
    public string? Ticket { get; init; }
    public int? Minutes { get; init; }

    /// <summary>Mail address or directory id of the person whose run this serves, in the caller's words.</summary>
    public string? StartedBy { get; init; }

    public string? Session { get; init; }

    /// <summary>The caller says it cannot wait. That lets nothing through: only a person can break the glass.</summary>
    public bool Emergency { get; init; }

    /// <summary>The portal is to carry it out itself.</summary>
    public bool Brokered { get; init; }

    /// <summary>Set where a person asks for a standing pre-approval; the resource is a pattern then.</summary>
    public StandingAsk? Standing { get; init; }

    /// <summary>Set when the caller may repeat this very ask and must get the same answer.</summary>
    public AskOnce? Once { get; init; }
}

/// <summary>The terms of a standing pre-approval as somebody asks for them.</summary>
public sealed record StandingAsk(string? Name, int Uses, int PerDay, int Days);

/// <summary>Hashes of the caller's idempotency key and of what it sent with it.</summary>
public sealed record AskOnce(string Key, string BodyHash);

/// <summary>A request that was made, or the open one for exactly the same thing that was there already.</summary>
public sealed record Asked(RequestId Id, bool Existed);
