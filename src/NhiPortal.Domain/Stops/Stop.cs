namespace NhiPortal.Domain.Stops;

/// <summary>
/// The kill switch, thrown: everything under one thing is denied from its commit on. It ends only when people lift it, and
/// what was taken away meanwhile does not come back by itself.
/// </summary>
public sealed class Stop
{
    private Stop() { }

    public StopId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public StopScope Scope { get; private set; }
    public IntegrationId? IntegrationId { get; private set; }
    public VendorId? VendorId { get; private set; }
    public TargetId? TargetId { get; private set; }
    public string Key { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string Reason { get; private set; } = "";
    public PersonId ById { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>Two people are needed to lift it.</summary>
    public bool NeedsSecond { get; private set; }

    /// <summary>When everything that must be taken away had been written down.</summary>
    public DateTimeOffset? PlannedAt { get; private set; }

    public PersonId? LiftAskedById { get; private set; }
    public DateTimeOffset? LiftAskedAt { get; private set; }
    public string? LiftReason { get; private set; }
    public PersonId? LiftedById { get; private set; }
    public DateTimeOffset? LiftedAt { get; private set; }
    public int Version { get; private set; }

    public static Stop Begin(StoppedThing thing, string reason, PersonId by, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<StopId>(now),
        TenantId = thing.Tenant,
        Scope = thing.Scope,
        IntegrationId = thing.Scope == StopScope.Integration ? new IntegrationId(thing.Id) : null,
        VendorId = thing.Scope == StopScope.Vendor ? new VendorId(thing.Id) : null,
        TargetId = thing.Scope == StopScope.Target ? new TargetId(thing.Id) : null,
        Key = thing.Key,
        Name = thing.Name,
        Reason = reason,
        ById = by,
        At = now,
        NeedsSecond = thing.Critical || thing.Scope == StopScope.Tenant,
    };

    public bool IsLive => LiftedAt is null;

    public void Plan(DateTimeOffset now) => (PlannedAt, Version) = (PlannedAt ?? now, Version + 1);

    /// <summary>Lifts it, or asks a second person to; true when it is lifted.</summary>
    public Result<bool> Lift(PersonId by, string reason, DateTimeOffset now)
    {
        if (!IsLive)
            return new Refusal("already_lifted", $"The stop of {Name} has been lifted already.");
        if (NeedsSecond && LiftAskedById is null)
        {
            (LiftAskedById, LiftAskedAt, LiftReason, Version) = (by, now, reason, Version + 1);
            return false;
        }

        if (LiftAskedById == by)
            return new Refusal("own_lift", "You asked for lifting this stop; another person must agree.");
        (LiftedById, LiftedAt, LiftReason, Version) = (by, now, LiftReason ?? reason, Version + 1);
        return true;
    }
}
