namespace NhiPortal.Domain.Controls;

/// <summary>How a control or one piece of its evidence stands, the worst first.</summary>
public enum ControlResult
{
    NotMet,
    Partly,
    Met,

    /// <summary>The portal cannot say, and says why; it counts for nothing.</summary>
    NotEvaluable,
}

/// <summary>How far the portal's own evidence carries for a control.</summary>
public enum ControlCoverage
{
    /// <summary>The evidence is good evidence by itself.</summary>
    Full,

    /// <summary>The evidence supports the control; an auditor needs more beside it.</summary>
    Partial,

    /// <summary>The control is listed for orientation only.</summary>
    Context,
}
