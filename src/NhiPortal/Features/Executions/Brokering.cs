using System.Text.Json;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Executions;

/// <summary>Where brokered execution begins: whether the portal can do what is asked, and the row that makes it do so.</summary>
internal static class Brokering
{
    /// <summary>Why the portal cannot carry this call out itself; null when it can.</summary>
    public static Refusal? WhyNot(ConfiguredConnectors connectors, ActionCall call)
    {
        var meaning = TargetChange.Meaning(call.Action, call.ResourceId, JsonSerializer.Serialize(call.Parameters));
        return !connectors.Acts(call.Target)
            ? new("brokered_not_supported", $"The portal has no connector that can change {call.Target}. Ask without requested_access.brokered.")
            : !meaning.Succeeded ? meaning.Refusal with { Code = "brokered_not_supported" }
            : connectors.IsOwn(call.Target, meaning.Value.Account) || connectors.IsOwn(call.Target, meaning.Value.Holder)
                ? new("brokered_not_supported", $"The portal signs in to {call.Target} as that itself, and never changes its own account.")
            : null;
    }

    /// <summary>Why a rule that leaves it to the portal alone lets nobody ask; null when it can, or where the rule leaves a choice.</summary>
    public static Refusal? WhyNotDemanded(ConfiguredConnectors connectors, ApprovalRule rule, ActionCall call) => rule.AlwaysBrokered && WhyNot(connectors, call) is { } cannot
        ? new(cannot.Code, $"Rule \"{rule.Name}\" lets nobody but the portal itself do this, and the portal cannot: {(connectors.Acts(call.Target) ? cannot.Sentence : $"it has no connector that can change {call.Target}.")} An operator adds a connector, or IAM staff change the rule.")
        : null;

    /// <summary>Why it cannot be asked for in this way; what is to be answered in advance is carried out by nobody yet.</summary>
    public static Refusal? WhyNotAsked(ConfiguredConnectors connectors, ApprovalRule rule, Ask ask) => ask.Standing is not null ? null
        : WhyNotDemanded(connectors, rule, ask.Call) ?? (ask.Brokered ? WhyNot(connectors, ask.Call) : null);

    /// <summary>The grant begins; with it, in the same commit, what the portal is to do on the target.</summary>
    public static void Begin(this Work run, AccessRequest request, Grant grant)
    {
        run.Db.Grants.Add(grant);
        if (request.Brokered && Execution.Of(request, grant, run.Now) is { Succeeded: true, Value: var execution })
            run.Db.Executions.Add(execution);
    }

    public static AuditNote Note(this Execution execution, AuditThing integration, AuditThing target, string kind, string sentence) => new(kind, sentence)
    {
        Tenant = execution.TenantId,
        Integration = integration,
        Target = target,
        Request = execution.RequestId,
        Grant = execution.GrantId,
        Before = execution.Before is { } before ? new Dictionary<string, string?> { ["on_target"] = before.Words(execution.Change) } : null,
        After = execution.After is { } after ? new Dictionary<string, string?> { ["on_target"] = after.Words(execution.Change) } : null,
        Facts = new Dictionary<string, string?>
        {
            ["execution"] = execution.Id.ToString(),
            ["account"] = execution.Change.Account,
            ["target_id"] = execution.After?.Id,
            ["tries"] = $"{execution.Attempts.Count}",
            ["trouble"] = execution.Trouble,
        },
    };
}
