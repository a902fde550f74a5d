using System.Collections.Immutable;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Channels;

/// <summary>Which recorded events leave the portal, and for which channel: the one place that decides.</summary>
public static class ChannelEvents
{
    /// <summary>The event by which a channel is tried; it goes to the channel it names and to no other.</summary>
    public const string Test = "channel.tested";

    /// <summary>The fact of an event that names the channel it is about.</summary>
    public const string Fact = "channel";

    /// <summary>A checkpoint of the audit log was given to second places; the message brings it along.</summary>
    public const string Anchored = "log.anchored";

    /// <summary>The fact of that event that holds the checkpoint.</summary>
    public const string CheckpointFact = "checkpoint";

    /// <summary>What a delivery of a stream is of: a run of the log.</summary>
    public const string Run = "log.run";

    private const string FindingOpened = "finding.opened", Severity = "severity";

    /// <summary>Kinds that can be chosen, in the order they are offered.</summary>
    public static readonly ImmutableArray<string> Kinds =
    [
        "request.asked", "request.question_asked", "request.question_answered", "request.stage_approved", "request.approved", "request.denied", "request.expired", "request.cancelled", "request.failed", "request.returned", "request.escalated",
        "request.pre_approved", "request.pre_approval_revoked", "request.pre_approval_ended", "request.pre_approval_expired",
        "grant.expired", "grant.revoked", "grant.returned", "integration.suspended", "integration.resumed", "integration.retired", "gap.opened", FindingOpened, Anchored,
        "break_glass.used", "break_glass.overdue", "break_glass.reviewed", "break_glass.drilled", "stop.begun", "stop.lifted",
        "revocation.announced", "revocation.suspended", "revocation.carried_out", "revocation.failed", "revocation.braked", "revocation.undone",
        "review.started", "review.not_started", "review.extended", "review.escalated", "review.closing", "review.closed", "review.signed_off",
    ];

    /// <summary>Whether the channel hears of this event. Of findings only critical ones are worth a message.</summary>
    public static bool Hears(this WebhookEndpoint channel, AuditBody told) => !channel.IsStream && (told.Kind == Test
        ? channel.Active && told.Facts?.GetValueOrDefault(Fact) == channel.Id.ToString()
        : channel.Active && channel.Events.Contains(told.Kind)
            && (channel.TenantId is not { } tenant || told.Tenant == tenant.Value)
            && (channel.IntegrationId is not { } integration || told.Integration?.Id == integration.Value)
            && (told.Kind != FindingOpened || told.Facts?.GetValueOrDefault(Severity) == nameof(Findings.Severity.Critical)));

    /// <summary>What a callback may hear of: what became of its integration's own asking.</summary>
    public static bool ForCallback(string kind) => kind.StartsWith("request.", StringComparison.Ordinal) || kind.StartsWith("grant.", StringComparison.Ordinal);

    /// <summary>Whether any channel could hear of events of this kind.</summary>
    public static bool MayLeave(string kind) => kind == Test || Kinds.Contains(kind);
}
