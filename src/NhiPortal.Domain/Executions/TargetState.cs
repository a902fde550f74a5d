namespace NhiPortal.Domain.Executions;

/// <summary>What a target says about one account, as far as one <see cref="TargetChange"/> asks.</summary>
public sealed record TargetState
{
    public static readonly TargetState Nowhere = new();

    public bool Exists { get; init; }
    public bool Enabled { get; init; }
    public bool Member { get; init; }

    /// <summary>The target's own id of the account.</summary>
    public string? Id { get; init; }

    /// <summary>When the target itself switches it off, where it tells.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>For people: "enabled, not a member of Payroll Readers".</summary>
    public string Words(TargetChange about)
    {
        if (!Exists)
            return "no such account";
        List<string> said = [];
        if (about.Enabled is not null)
            said.Add(Enabled ? "enabled" : "disabled");
        if (about.Member is not null)
            said.Add((about.Held, Member) switch
            {
                (HeldKind.Administrators, true) => "administrator",
                (HeldKind.Administrators, false) => "no administrator",
                (HeldKind.Role, true) => $"holds {about.Holder}",
                (HeldKind.Role, false) => $"does not hold {about.Holder}",
                (_, true) => $"member of {about.Holder}",
                (_, false) => $"not a member of {about.Holder}",
            });
        return said.Count == 0 ? "there" : string.Join(", ", said);
    }

    /// <summary>The state a change leads to, were nothing in its way.</summary>
    public TargetState After(TargetChange change) => change.Exists == false
        ? Nowhere
        : this with { Exists = Exists || change.Exists == true, Enabled = change.Enabled ?? Enabled, Member = change.Member ?? Member };
}
