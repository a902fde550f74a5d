namespace NhiPortal.Domain.BreakGlass;

/// <summary>How many people a drill told: owners on the way, and security operations; and how many of all these no mail reaches.</summary>
public sealed record DrillReach(int Owners, int Security, int WithoutMail);

/// <summary>A rehearsal of break-glass on a target. It lets nothing through and is never counted as a use.</summary>
public sealed class BreakGlassDrill
{
    /// <summary>Everybody is told of a drill, so it is not repeated sooner than this.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromHours(1);

    private BreakGlassDrill() { }

    public BreakGlassDrillId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public TargetId TargetId { get; private set; }
    public PersonId PersonId { get; private set; }
    public DateTimeOffset DrilledAt { get; private set; }
    public string Note { get; private set; } = "";
    public int OwnersTold { get; private set; }
    public int SecurityTold { get; private set; }
    public int WithoutMail { get; private set; }

    /// <summary>Both sides would have heard of a real use.</summary>
    public bool Passed => OwnersTold > 0 && SecurityTold > 0;

    public static BreakGlassDrill Run(TenantId tenant, TargetId target, PersonId by, string note, DrillReach reach, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<BreakGlassDrillId>(now),
        TenantId = tenant,
        TargetId = target,
        PersonId = by,
        DrilledAt = now,
        Note = note,
        OwnersTold = reach.Owners,
        SecurityTold = reach.Security,
        WithoutMail = reach.WithoutMail,
    };
}
