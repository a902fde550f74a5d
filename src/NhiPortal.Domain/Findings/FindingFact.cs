namespace NhiPortal.Domain.Findings;

/// <summary>How bad it is, in the order lists show it from the end.</summary>
public enum Severity
{
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>Who is to put it right: an owner by role, or staff.</summary>
public enum Fixer
{
    BusinessOwner,
    IamOwner,
    SystemOwner,
    IamStaff,
    SecurityOperations,
}

/// <summary>Where the action is taken that makes the cause go away.</summary>
public enum Remedy
{
    OwnerCell,
    Reach,
    Credentials,
    Rotation,
    Retirement,
    Vendor,
    BreakGlass,
    Execution,
    Stop,
    Reconciliation,
    Connector,
    Log,
}

/// <summary>One checkable thing behind a finding. Dates, never distances: a fact must not change because a day has passed.</summary>
public sealed record FindingFact(string Name, string Value);
