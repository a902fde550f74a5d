namespace NhiPortal.Domain.AccessRules;

/// <summary>What an access rule answers, from the loosest to the strictest: of all rules that hold, the strictest decides.</summary>
public enum RuleAnswer
{
    Allow,
    NeedsApproval,
    Deny,
}

/// <summary>Whether something holds. What cannot be told is neither, and keeps an allow from standing.</summary>
public enum Truth
{
    False,
    Unknown,
    True,
}
