using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Audit;

/// <summary>The kinds of event: which are on record, how they are grouped, and what they are called.</summary>
public static class AuditKinds
{
    public const string Refused = "refused", Denied = "denied";

    /// <summary>What the outcome filter offers, and the words for it.</summary>
    public static readonly IReadOnlyList<(string Value, string Words)> Outcomes = [(Refused, "Refused attempts"), (Denied, "Denied decisions")];

    private static readonly Dictionary<string, string> Groups = new()
    {
        ["access"] = "Evaluations",
        ["access_rules"] = "Access rules",
        ["audit"] = "Reading the log",
        ["break_glass"] = "Break-glass",
        ["channel"] = "Channels",
        ["control"] = "Controls",
        ["credential"] = "Credentials",
        ["delegation"] = "Stand-ins",
        ["evidence"] = "Evidence packages",
        ["execution"] = "Carried out by the portal",
        ["gap"] = "Ownership gaps",
        ["grant"] = "Grants",
        ["integration"] = "Integrations",
        ["issuer"] = "Trusted issuers",
        ["job"] = "Jobs",
        ["log"] = "The log itself",
        ["mail"] = "Mail",
        ["ownership"] = "Ownership",
        ["path"] = "Privilege paths",
        ["person"] = "People and sign-in",
        ["policy"] = "Approval policy",
        ["question"] = "Auditors' questions",
        ["reminders"] = "Reminders",
        ["privilege"] = "Reconciliation",
        ["removal"] = "Taken away on targets",
        ["request"] = "Requests",
        ["review"] = "Access reviews",
        ["room"] = "Engagement rooms",
        ["rotation"] = "Rotation of credentials",
        ["revocation"] = "Unattended access taken away",
        ["stop"] = "Stops",
        ["tenant"] = "Tenants",
        ["token"] = "Tokens",
        ["unattended"] = "Policy for unattended access",
        ["workload"] = "Workload identities",
    };

    /// <summary>Every kind on record, in order: one look into the index for each, however long the log is.</summary>
    public static async Task<IReadOnlyList<string>> OnRecordAsync(this PortalDb db, CancellationToken cancellation)
    {
        var kinds = new List<string>();
        for (var last = ""; ; kinds.Add(last))
        {
            var after = last;
            if (await db.AuditEvents.Where(e => e.Kind.CompareTo(after) > 0).OrderBy(e => e.Kind).Select(e => e.Kind).FirstOrDefaultAsync(cancellation) is not { } next)
                return kinds;
            last = next;
        }
    }

    public static string GroupOf(string kind) => kind.Split('.')[0];

    public static string GroupTitle(string group) => Groups.GetValueOrDefault(group) ?? Words(group);

    /// <summary>The kind as people say it: <c>request.ask.refused</c> is "Request ask refused".</summary>
    public static string Words(string kind)
    {
        var words = kind.Replace('.', ' ').Replace('_', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    public static Tone ToneOf(string kind) => kind switch
    {
        "log.verification_failed" or "log.archive_discarded" or "journal.unreadable" or "break_glass.used" or "break_glass.overdue" or "execution.failed" or "rotation.failed" or "revocation.failed" or "revocation.braked" or "removal.failed" or "stop.begun" => Tone.Bad,
        "access.allowed" or "execution.applied" or "execution.reverted" or "request.approved" or "request.pre_approved" or "log.verified" or "break_glass.reviewed" or "rotation.closed" or "revocation.confirmed" or "removal.confirmed" => Tone.Ok,
        "gap.opened" or "log.hold_placed" or "log.removal_asked" or "log.removal_waits" or "integration.suspended" or "grant.revoked" or "grant.returned" or "request.returned" or "request.pre_approval_revoked" or "request.pre_approval_ended" or "request.failed" or "revocation.announced" or "revocation.suspended" or "revocation.carried_out" => Tone.Waiting,
        _ when EndsIn(kind, Refused) || EndsIn(kind, Denied) => Tone.Warn,
        _ => Tone.Neutral,
    };

    internal static bool Fits(string kind, IReadOnlyList<string> asked) => asked.Count == 0 || asked.Contains(kind) || asked.Contains(GroupOf(kind));

    internal static bool EndsIn(string kind, string outcome) => kind.EndsWith('.' + outcome, StringComparison.Ordinal);
}
