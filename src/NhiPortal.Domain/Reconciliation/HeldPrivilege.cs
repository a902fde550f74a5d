namespace NhiPortal.Domain.Reconciliation;

/// <summary>How a privilege found on a target stands to what people approved.</summary>
public enum PrivilegeClass
{
    /// <summary>A live grant, the portal's own doing, or an agreed explanation stands behind it.</summary>
    Explained,

    /// <summary>Held by an account the register knows, and nobody approved that it holds it.</summary>
    NeverApproved,

    /// <summary>Something like it was approved: for another account, another group, or a time that is over.</summary>
    DoneOtherwise,

    /// <summary>An administrator nobody can explain.</summary>
    Unexplained,
}

/// <summary>One membership, or one account's own right, as a target shows it.</summary>
/// <param name="AccountId">The target's own id of the account.</param>
/// <param name="Account">Its name.</param>
/// <param name="Holder">The group or role that gives the right; empty when the account has it by itself.</param>
/// <param name="FirstSeenAt">When a reading first showed it.</param>
public sealed record HeldPrivilege(string AccountId, string Account, string Holder, DateTimeOffset FirstSeenAt);

/// <summary>One grant that gives privilege to an account on the target, live or over.</summary>
public sealed record ApprovedPrivilege(GrantId Grant, RequestId Request, IntegrationId Integration, string Action, string Account, DateTimeOffset From)
{
    /// <summary>The group it names; null when any group of administrators is meant.</summary>
    public string? Holder { get; init; }

    /// <summary>When it ended; null while it lives.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The portal is taking back what it did, and has not run out of patience.</summary>
    public bool TakingBack { get; init; }

    /// <summary>The account held it before, so the grant did not give it.</summary>
    public bool HeldBefore { get; init; }
}

/// <summary>What is known here about one target: enough to match without I/O.</summary>
public sealed record Register
{
    /// <summary>Accounts that are an integration's own identity on the target, by their exact names.</summary>
    public IReadOnlyDictionary<string, IntegrationId> Accounts { get; init; } = new Dictionary<string, IntegrationId>();

    /// <summary>A live grant of an integration on the target, whatever it is for.</summary>
    public IReadOnlyDictionary<IntegrationId, RequestId> LiveGrants { get; init; } = new Dictionary<IntegrationId, RequestId>();

    public IReadOnlyList<ApprovedPrivilege> Approved { get; init; } = [];

    /// <summary>Two people agreed that this stands, until when.</summary>
    public IReadOnlyDictionary<(string AccountId, string Holder), DateTimeOffset> Agreed { get; init; } = new Dictionary<(string, string), DateTimeOffset>();

    /// <summary>Names the portal itself signs in with.</summary>
    public IReadOnlySet<string> Own { get; init; } = new HashSet<string>();
}

/// <summary>What one privilege was found to be, and why, for people.</summary>
public sealed record MatchedPrivilege(HeldPrivilege Held, PrivilegeClass Class, string Sentence)
{
    public IntegrationId? Integration { get; init; }
    public RequestId? Request { get; init; }
}
