using NhiPortal.Domain.Findings;

namespace NhiPortal.Domain.Reconciliation;

/// <summary>
/// Matches what a target shows to what was approved. Pure: the same reading and register give the same classes in whatever
/// order they come, and every privilege gets exactly one.
/// </summary>
public static class PrivilegeMatch
{
    public static IReadOnlyList<MatchedPrivilege> Of(IReadOnlyList<HeldPrivilege> held, Register register, DateTimeOffset now)
    {
        var shown = held.Select(one => (one.Account, Group(one.Holder))).ToHashSet();
        return [.. held.Select(one => Of(one, shown, register, now))];
    }

    private static MatchedPrivilege Of(HeldPrivilege held, HashSet<(string, string)> shown, Register register, DateTimeOffset now)
    {
        // What the portal signs in with is explained by the settings, and is never taken away by it.
        if (register.Own.Contains(held.Account))
            return new(held, PrivilegeClass.Explained, "The portal itself signs in with it.");
        if (register.Agreed.TryGetValue((held.AccountId, held.Holder), out var until) && now < until)
            return new(held, PrivilegeClass.Explained, $"Two people agreed that it stands until {until.Day()}.");
        var about = register.Approved.Where(grant => grant.Account == held.Account && !grant.HeldBefore).OrderByDescending(grant => grant.From).ThenBy(grant => grant.Grant.Value).ToList();
        if (about.Find(grant => grant.EndedAt is null && Gives(grant, held)) is { } live)
            return With(live, PrivilegeClass.Explained, $"A live grant gives it: {live.Action}.");
        if (about.Find(grant => grant.TakingBack && Gives(grant, held)) is { } leaving)
            return With(leaving, PrivilegeClass.Explained, $"Its grant has ended and the portal is taking it back: {leaving.Action}.");

        var own = register.Accounts.TryGetValue(held.Account, out var integration) ? integration : (IntegrationId?)null;
        if (own is { } known && register.LiveGrants.TryGetValue(known, out var request))
            return new(held, PrivilegeClass.Explained, "It is an integration's own account, and a grant of it is live here.") { Integration = known, Request = request };
        if (about.Find(grant => grant.EndedAt is not null && Gives(grant, held)) is { } over)
            return With(over, PrivilegeClass.DoneOtherwise, $"Held longer than its grant, which ended on {over.EndedAt!.Value.Day()}: {over.Action}.");
        if (about.Find(grant => grant.EndedAt is null && grant.Holder is not null && held.FirstSeenAt >= grant.From) is { } other)
            return With(other, PrivilegeClass.DoneOtherwise, $"Approved for {other.Holder}, and found in {Named(held.Holder)}.");
        // Somebody else came into the very group since, while whoever it was approved for is not in it.
        if (own is null && register.Approved.Where(grant => grant.EndedAt is null && grant.Holder is not null && grant.Account != held.Account && Same(grant.Holder, held.Holder)
                && held.FirstSeenAt >= grant.From && !shown.Contains((grant.Account, Group(grant.Holder)))).OrderBy(grant => grant.From).ThenBy(grant => grant.Grant.Value).FirstOrDefault() is { } meant)
            return With(meant, PrivilegeClass.DoneOtherwise, $"Approved for {meant.Account}, and {held.Account} was put into {Named(held.Holder)} instead.");
        return own is { } by
            ? new(held, PrivilegeClass.NeverApproved, "It is an integration's own account; no grant of it is live here, and nobody agreed that it holds this by itself.") { Integration = by }
            : new(held, PrivilegeClass.Unexplained, "Nobody approved it, and the register does not know the account.");

        MatchedPrivilege With(ApprovedPrivilege grant, PrivilegeClass found, string sentence) => new(held, found, sentence) { Integration = grant.Integration, Request = grant.Request };
    }

    private static bool Gives(ApprovedPrivilege grant, HeldPrivilege held) => grant.Holder is null || Same(grant.Holder, held.Holder);

    private static bool Same(string one, string other) => Group(one).Length > 0 && Group(one) == Group(other);

    /// <summary>Directories name a group by its whole path or by its own name alone.</summary>
    private static string Group(string name)
    {
        var (start, end) = (name.IndexOf('=', StringComparison.Ordinal) + 1, name.IndexOf(',', StringComparison.Ordinal));
        return (start > 0 && end > start ? name[start..end] : name).ToUpperInvariant();
    }

    private static string Named(string holder) => holder.Length == 0 ? "the account's own rights" : holder;
}
