using System.Buffers;
using System.Text.Json;
using NhiPortal.Features.Access.Http;
using NhiPortal.SignIn.Workloads;

namespace NhiPortal.Features.Access;

/// <summary>What callers may read without a token: where everything is, who issues tokens, and what a request must carry.</summary>
internal sealed class MetadataEndpoint(ProtectedResource resource, PortalSettings settings)
{
    private static readonly byte[] Schema = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "What a request must add to the denied evaluation",
          "type": "object",
          "required": ["subject", "action", "resource", "context"],
          "properties": {
            "context": {
              "type": "object",
              "required": ["justification"],
              "properties": {
                "justification": { "type": "string", "minLength": 10, "maxLength": 2000, "description": "Why, for the people who decide." },
                "ticket": { "type": "string", "maxLength": 100, "description": "Needed where the policy asks for one." }
              }
            },
            "denial": {
              "type": "object",
              "required": ["evaluation_id", "expires_at"],
              "properties": { "evaluation_id": { "type": "string" }, "expires_at": { "type": "string", "format": "date-time" } }
            },
            "requested_access": {
              "type": "object",
              "properties": { "requested_until": { "type": "string", "format": "date-time" } }
            }
          }
        }
        """u8.ToArray();

    public Task AuthzenAsync(HttpContext context)
    {
        var at = HttpAnswer.BaseAddress(context, settings);
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("policy_decision_point"u8, at);
        json.WriteString("access_evaluation_endpoint"u8, at + AccessPaths.Evaluation);
        json.WriteString("access_request_endpoint"u8, at + AccessPaths.Requests);
        json.WriteString("jwks_uri"u8, at + "/.well-known/jwks.json");
        json.WriteStartArray("capabilities"u8);
        json.WriteStringValue("urn:openid:authzen:capability:access-request"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return HttpAnswer.JsonAsync(context, StatusCodes.Status200OK, buffer.WrittenMemory);
    }

    public async Task ProtectedResourceAsync(HttpContext context) => await HttpAnswer.JsonAsync(
        context, StatusCodes.Status200OK, await resource.DescribeAsync(HttpAnswer.BaseAddress(context, settings), context.RequestAborted));

    public static Task SchemaAsync(HttpContext context) => HttpAnswer.JsonAsync(context, StatusCodes.Status200OK, Schema, "application/schema+json");
}
