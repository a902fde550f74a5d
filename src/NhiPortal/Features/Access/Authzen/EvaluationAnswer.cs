using System.Text.Json;
using NhiPortal.Features.Access.Deciding;
using NhiPortal.Features.Access.Http;

namespace NhiPortal.Features.Access.Authzen;

/// <summary>Writes a decision as AuthZEN 1.0 wants it, with what the Access Request and Approval Profile (working-group draft 1) adds to a denial.</summary>
internal sealed class EvaluationAnswer(DenialSeal seal)
{
    public byte[] Write(Decided decided, string baseAddress)
    {
        var json = JsonDraft.Start();
        var judgement = decided.Judgement;
        json.WriteStartObject();
        json.WriteBoolean("decision"u8, judgement.Allowed);
        json.WriteStartObject("context"u8);
        if (judgement.Allowed)
            WriteApproval(json, decided);
        else
            WriteDenial(json, decided, baseAddress);
        json.WriteEndObject();
        json.WriteEndObject();
        return JsonDraft.Finish();
    }

    private static void WriteApproval(Utf8JsonWriter json, Decided decided)
    {
        json.WriteString("evaluation_id"u8, DenialSeal.Plain(decided.EventId));
        if (decided.Judgement.Grant is not { } grant)
        {
            json.WriteString("sentence"u8, decided.Judgement.Sentence);
            return;
        }

        json.WriteStartObject("approval"u8);
        json.WriteString("id"u8, grant.Id.Value);
        json.WriteString("approved_until"u8, grant.Until.UtcDateTime);
        json.WriteEndObject();
    }

    private void WriteDenial(Utf8JsonWriter json, Decided decided, string baseAddress)
    {
        var judgement = decided.Judgement;
        var expires = DenialSeal.ExpiryOf(decided.At);
        json.WriteString("evaluation_id"u8, seal.Seal(decided.EventId, expires, decided.Workload, decided.Binding));
        json.WriteString("reason"u8, judgement.Reason);
        json.WriteString("sentence"u8, decided.Hint ?? judgement.Sentence);
        json.WriteString("next_action"u8, judgement.Requestable ? "request"u8 : "none"u8);
        if (!judgement.Requestable)
            return;
        json.WriteStartObject("access_request"u8);
        json.WriteString("endpoint"u8, baseAddress + AccessPaths.Requests);
        json.WriteString("expires_at"u8, expires.UtcDateTime);
        json.WriteString("request_schema_url"u8, baseAddress + AccessPaths.RequestSchema);
        json.WriteEndObject();
    }
}
