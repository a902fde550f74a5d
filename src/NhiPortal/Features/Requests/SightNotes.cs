using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Executions;

namespace NhiPortal.Features.Requests;

/// <summary>What an approver must not overlook about what the target shows, in one sentence.</summary>
public static class SightNotes
{
    public static string? Of(RequestDetail detail, TargetSight? sight) => detail.Status != RequestStatus.Pending || sight?.Shown is not { } shown ? null
        : detail.Brokered && sight.About.WhyNot(shown) is { Code: var code }
            ? $"As things are it could not be carried out: {(code == "account_exists" ? "there already is such an account, and what is asked for is a new one" : "there is no such account")}."
        : sight.About.IsMetBy(shown) ? "This changes nothing: it is already so."
        : detail.Saw is { Shown: { } earlier } before && before.InWords(earlier) != sight.InWords(shown)
            ? $"Whoever approved before you saw something else: {before.InWords(earlier)}. The portal will not carry it out on that; it would come back to be decided again."
        : null;

    /// <summary>Why nothing of the target is shown.</summary>
    public static string WhyUnread(RequestDetail detail, TargetNow? now) => detail switch
    {
        { Status: not RequestStatus.Pending } => $"What {detail.What.TargetKey} showed when it was decided was not read.",
        { What.Connector: null } => $"No connector reads {detail.What.TargetKey}, so its current state is not shown.",
        { Meant: null } => "No connector can show what this action changes.",
        { What.IsReadable: false } => $"The connector of {detail.What.TargetKey} only reads its list of accounts, so the current state is not shown.",
        _ when now is null => "It was not read.",
        _ => $"{detail.What.TargetKey} showed nothing.",
    };
}
