using NhiPortal.Domain;
using NhiPortal.Features.Access.Http;

namespace NhiPortal.Features.Access.Authzen;

/// <summary>The error types the profile names (working-group draft 1), and which refusal of the portal is which.</summary>
internal static class AskErrors
{
    private const string Profile = "urn:openid:authzen:access-request:error:";

    public static Problem InvalidDenialBinding => new(400, Profile + "invalid_denial_binding", "The denial does not belong to this request",
        "Send denial.evaluation_id and denial.expires_at exactly as the evaluation of this subject, action and resource answered them, with the same caller.");

    public static Problem ExpiredDenial => new(410, Profile + "expired_denial", "The denial has expired", "Evaluate again and use the new evaluation_id.");

    public static Problem UnknownTask => new(404, Profile + "unknown_task", "There is no such request for this caller", "Nothing of that id belongs to this caller.");

    public static Problem OnlyWorkloadsAsk => new(403, "urn:nhiportal:error:only_workloads_ask", "Only a workload asks, for itself",
        "An enforcement point evaluates. Hand the denial on: the workload asks with its own token and this evaluation_id.");

    public static Problem DuplicateRequest => new(409, Profile + "duplicate_request", "The Idempotency-Key was used for another request",
        "A key stands for one body for 24 hours. Use a new key for a new request.");

    public static Problem Of(Refusal refusal) => refusal.Code switch
    {
        "idempotency_key_reused" => DuplicateRequest,
        "not_found" => UnknownTask,
        "too_many_waiting" => new(429, "urn:nhiportal:error:too_many_waiting", "Too many requests of this workload wait already", refusal.Sentence),
        "brokered_not_supported" or "emergency_not_allowed" or "break_glass_debt" => Problem.NotSupported(refusal.Code, refusal.Sentence),
        "already_ended" or "no_question" => new(409, Profile + "invalid_task_state", "The request does not wait for this", refusal.Sentence),
        "missing" or "too_short" or "too_long" or "ticket_missing" or "ticket_pattern" or "grant_length" or "invalid_request" => Problem.InvalidRequest(refusal.Sentence, refusal.Code),
        _ => new(400, Profile + "not_requestable", "This cannot be requested", refusal.Sentence) { Reason = refusal.Code },
    };
}
