using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Notifications;

/// <summary>What events that leave the portal are called, where each is looked at, and what kept a message from arriving.</summary>
public static class ChannelWords
{
    public static string Title(string kind) => kind switch
    {
        "request.asked" => "Approval asked for",
        "request.question_asked" => "Question to the requester",
        "request.question_answered" => "Question answered",
        "request.stage_approved" => "Approved by one, another must agree",
        "request.approved" => "Request approved",
        "request.denied" => "Request denied",
        "request.expired" => "Request ran out",
        "request.cancelled" => "Request withdrawn",
        "request.failed" => "Request cannot be decided any more",
        "request.returned" => "Came back: what it rests on changed",
        "request.escalated" => "Not answered, told on",
        "request.pre_approved" => "Granted under a standing pre-approval",
        "request.pre_approval_revoked" => "Standing pre-approval revoked",
        "request.pre_approval_ended" => "Standing pre-approval ended by a change",
        "request.pre_approval_expired" => "Standing pre-approval ended by time",
        "grant.expired" => "Grant ended",
        "grant.revoked" => "Grant revoked",
        "grant.returned" => "Grant ended by a change",
        "integration.suspended" => "Integration suspended",
        "integration.resumed" => "Integration resumed",
        "integration.retired" => "Integration retired",
        "gap.opened" => "Owner missing",
        ChannelEvents.Run => "Events of the log",
        ChannelEvents.Anchored => "Checkpoint of the audit log",
        "finding.opened" => "Critical finding",
        "break_glass.used" => "Break-glass used",
        "break_glass.overdue" => "Break-glass not reviewed in time",
        "break_glass.reviewed" => "Break-glass reviewed",
        "break_glass.drilled" => "Break-glass drill",
        "stop.begun" => "Stopped",
        "stop.lifted" => "Stop lifted",
        "revocation.announced" => "Taking away announced",
        "revocation.suspended" => "Suspended, because nobody attends",
        "revocation.carried_out" => "Taken away, because nobody attended",
        "revocation.failed" => "Taken away, but not shown to be gone",
        "revocation.braked" => "Too much at once: people decide",
        "revocation.undone" => "Given back",
        "review.started" => "Access review started",
        "review.not_started" => "Access review could not start on its day",
        "review.extended" => "Access review given more time",
        "review.escalated" => "Access review: items overdue to be answered",
        "review.closing" => "Access review over, being carried out",
        "review.closed" => "Access review carried out",
        "review.signed_off" => "Access review signed off",
        _ => "Test of this channel",
    };

    public static string Title(this ChannelKind kind) => kind switch
    {
        ChannelKind.Webhook => "Signed webhook",
        ChannelKind.Siem => "SIEM, signed OCSF",
        ChannelKind.SiemFile => "SIEM, OCSF files",
        _ => kind.ToString(),
    };

    /// <summary>The path of the screen where the event is looked at and, where there is something to decide, decided.</summary>
    public static string PathOf(AuditBody told) => told switch
    {
        { Facts: { } facts } when told.Kind.StartsWith("break_glass.", StringComparison.Ordinal) => facts.TryGetValue("use", out var use) ? $"/break-glass/{use}" : "/break-glass",
        { Facts: { } facts } when told.Kind.StartsWith("stop.", StringComparison.Ordinal) => facts.TryGetValue("stop", out var stop) ? $"/stops/{stop}" : "/stops",
        { Facts: { } facts, Kind: "review.closing" or "review.closed" or "review.signed_off" } when facts.TryGetValue("campaign", out var campaign) => $"/reviews/{campaign}/carry-out",
        { Facts: { } facts } when told.Kind.StartsWith("review.", StringComparison.Ordinal) => facts.TryGetValue("campaign", out var campaign) ? $"/reviews/{campaign}" : "/reviews",
        { Request: { } request, Kind: "request.asked" or "request.question_answered" or "request.stage_approved" or "request.escalated" } => $"/inbox/{request}",
        { Request: { } request } => $"/requests/{request}",
        { Kind: ChannelEvents.Anchored } => "/audit",
        { Kind: "gap.opened" } => "/owners?standing=Gap",
        { Facts: { } facts } when facts.TryGetValue("finding", out var finding) => $"/findings/{finding}",
        { Integration: { } integration } => $"/integrations/{Uri.EscapeDataString(integration.Key)}",
        _ => "/administration/channels",
    };

    public static string Fault(string? fault) => fault switch
    {
        "not_set" => "no address is set for it; look at Notifications:Channels",
        "address" => "its address leads inside this network; a host of your own must be named in Notifications:AllowedHosts",
        "name" => "its name is not known",
        "tls" => "the way to it cannot be encrypted and verified",
        "connect" => "it does not answer",
        "no_folder" => "its folder is not there; look at Notifications:Files",
        "open_folder" => "others than the program may write to its folder, or read it; take their rights away (chmod 750)",
        "not_written" => "its folder cannot be written to",
        "timeout" => "it took longer than 10 seconds",
        _ => "the conversation broke off",
    };
}
