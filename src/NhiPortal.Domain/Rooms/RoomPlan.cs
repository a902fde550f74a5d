namespace NhiPortal.Domain.Rooms;

/// <summary>What an engagement room is opened for: whose audit, of what, and until when.</summary>
public sealed record RoomPlan(string Name, string Firm, string Purpose, DateOnly From, DateOnly To, DateOnly Ends)
{
    public const int ShortestPurpose = 10, LongestDays = 180, LongestPeriodDays = 3660;

    /// <summary>Such as CSF 2.0; words only.</summary>
    public string? Framework { get; init; }

    /// <summary>Null is everything its opener sees.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>Cleaned, or the first thing that is wrong with it.</summary>
    public Result<RoomPlan> Checked(DateTimeOffset now)
    {
        var (name, firm) = (Text.Required(Name, "The room's name", Text.Name), Text.Required(Firm, "The audit firm", Text.Name));
        var (purpose, framework) = (Text.Required(Purpose, "The purpose", Text.Reason, ShortestPurpose), Text.Optional(Framework, "The framework", Text.Key));
        if ((name.Refusal ?? firm.Refusal ?? purpose.Refusal ?? framework.Refusal) is { } wrong)
            return wrong;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (Ends < today || Ends > today.AddDays(LongestDays))
            return new Refusal("ends", $"A room ends between today and {today.AddDays(LongestDays):yyyy-MM-dd}, {LongestDays} days ahead at most.");
        if (From > To || To.DayNumber - From.DayNumber >= LongestPeriodDays)
            return new Refusal("period", "The audited period begins before it ends, and covers ten years at most.");
        return this with { Name = name.Value, Firm = firm.Value, Purpose = purpose.Value, Framework = framework.Value };
    }
}
