namespace NhiPortal.Domain.Executions;

/// <summary>How patient the portal is with a target that does not do what it should.</summary>
internal static class Retrying
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5), Latest = TimeSpan.FromMinutes(15);

    /// <summary>How long after so many tries in vain the next one comes; slower once somebody was told.</summary>
    public static TimeSpan Wait(int tries, bool told)
    {
        var wait = Soonest * Math.Pow(2, Math.Min(tries - 1, 12));
        return told || wait > Latest ? Latest : wait;
    }
}
