using System.Text.Json;

namespace NhiPortal.Domain.Executions;

/// <summary>What an account is a member of: a group, a role, or whatever the connector's settings call its administrators.</summary>
public enum HeldKind
{
    Group,
    Role,
    Administrators,
}

/// <summary>
/// What is to be so about one account on a target. Applying, reverting, reading back and telling a person what will
/// happen all say it in these words; what is null is left as it is.
/// </summary>
public sealed record TargetChange
{
    public required string Account { get; init; }

    /// <summary>The target's own id of the account, when it is this one and no other, whatever it is called by now.</summary>
    public string? Id { get; init; }

    public bool? Exists { get; init; }
    public bool? Enabled { get; init; }

    /// <summary>Whether the account itself, not a group it is in, is a member of <see cref="Holder"/>.</summary>
    public bool? Member { get; init; }

    public HeldKind Held { get; init; }

    /// <summary>The group or the role; empty for administrators until the target's settings have said which that is.</summary>
    public string Holder { get; init; } = "";

    /// <summary>Targets that can are told to end what is lent by themselves, should nobody come to take it back.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The target's own end is moved to <see cref="Until"/> when it is earlier; else an end somebody set there is left alone.</summary>
    public bool Raises { get; init; }

    /// <summary>The exact meaning of a privileged action's name; a refusal for those that no connector carries out.</summary>
    public static Result<TargetChange> Meaning(string action, string resource, string parameters) => action switch
    {
        "account.create" => new TargetChange { Account = resource, Exists = true, Enabled = true },
        "account.create_admin" => new TargetChange { Account = resource, Exists = true, Enabled = true, Member = true, Held = HeldKind.Administrators },
        "account.delete" => new TargetChange { Account = resource, Exists = false },
        "account.disable" => new TargetChange { Account = resource, Enabled = false },
        "account.enable" => new TargetChange { Account = resource, Enabled = true },
        "group.add_member" or "group.remove_member" => Membership(HeldKind.Group, resource, parameters, "member", action == "group.add_member"),
        "role.grant" or "role.revoke" => Membership(HeldKind.Role, resource, parameters, "principal", action == "role.grant"),
        _ => new Refusal("not_carried_out", $"No connector carries out {action}: the workload does it itself, and reports it."),
    };

    /// <summary>Whether some connector can carry out an action of this name at all.</summary>
    public static bool IsKnown(string action) => Meaning(action, "any", """{"member":"any","principal":"any"}""").Succeeded;

    /// <summary>True when everything asked for is so. An account that is not there holds nothing and signs in nowhere.</summary>
    public bool IsMetBy(TargetState state) => state.Exists
        ? Exists != false && (Enabled is null || Enabled == state.Enabled) && !EndsTooSoon(state) && (Member is null || Member == state.Member)
        : Exists != true && Enabled != true && Member != true;

    /// <summary>Targets keep whole seconds.</summary>
    public bool EndsTooSoon(TargetState state) => Raises && Enabled == true && state.Until < Until?.AddSeconds(-1);

    /// <summary>Why this cannot become so, whatever the target does: it is about another account than was thought.</summary>
    public Refusal? WhyNot(TargetState before) => Exists switch
    {
        true when before.Exists => new("account_exists", $"There already is an account {Account} on the target. What was approved is a new one; nothing was changed."),
        null when !before.Exists && (Enabled == true || Member == true) => new("no_such_account", $"There is no account {Account} on the target; nothing was changed."),
        _ => null,
    };

    /// <summary>
    /// What ends with the grant; null when nothing does. Only what this change gave is taken back, and what it took away
    /// stays away: no timer gives anybody power. An account that was made is switched off, so that its traces remain.
    /// </summary>
    public TargetChange? GivenBack(TargetState before)
    {
        var enabled = Enabled == true && !(before.Exists && before.Enabled);
        var member = Member == true && !before.Member;
        return enabled || member ? this with { Exists = null, Enabled = enabled ? false : null, Member = member ? false : null, Until = null, Raises = false } : null;
    }

    /// <summary>For people: what becomes of it on the target at the grant's end, as far as is known from before.</summary>
    public string WordsAtTheEnd(TargetState? before)
    {
        var back = GivenBack(before ?? new() { Exists = Exists != true });
        List<string> said = [];
        if (back?.Enabled == false)
            said.Add(Exists == true ? "the new account is switched off, not deleted" : "the account is switched off again");
        if (back?.Member == false)
            said.Add((Held, Holder) switch
            {
                (HeldKind.Administrators, "") => "it is no administrator any more",
                (HeldKind.Role, _) => $"it no longer holds {Holder}",
                _ => $"it is no longer a member of {Holder}",
            });
        return said.Count == 0 ? "Nothing is taken back on the target when the grant ends." : $"When the grant ends, {string.Join(", and ", said)}.";
    }

    private static Result<TargetChange> Membership(HeldKind held, string holder, string parameters, string field, bool member)
    {
        using var given = JsonDocument.Parse(parameters);
        return given.RootElement.TryGetProperty(field, out var account) && account.ValueKind == JsonValueKind.String && account.GetString() is { Length: > 0 } name
            ? new TargetChange { Account = name, Member = member, Held = held, Holder = holder }
            : new Refusal("not_carried_out", $"The property \"{field}\" must be an account's name.");
    }
}
