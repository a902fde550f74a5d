namespace NhiPortal.Data;

/// <summary>The one row that says how far the present measurement of the controls has come, whichever instance does it.</summary>
public sealed class ControlRun
{
    public int Id { get; init; } = 1;

    /// <summary>When somebody last asked for a measurement that did not end yet.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }
    public int Done { get; set; }
    public int Total { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
