using System.Text.Json;
using NhiPortal.Features.Access.Deciding;
using NhiPortal.Features.Access.Http;

namespace NhiPortal.Features.Access.Authzen;

/// <summary>The denial a request says it answers.</summary>
internal sealed record NamedDenial(string EvaluationId, DateTimeOffset ExpiresAt);

/// <summary>An access request as the Access Request and Approval Profile (working-group draft 1) words it.</summary>
internal sealed record AskBody
{
    public required Question Question { get; init; }
    public string? Justification { get; init; }
    public string? Ticket { get; init; }
    public NamedDenial? Denial { get; init; }

    /// <summary>The request carries a denial that names no evaluation this portal could know.</summary>
    public bool DenialIsUnusable { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>The person whose run this serves, in the caller's words.</summary>
    public string? StartedBy { get; init; }

    public string? Session { get; init; }

    /// <summary>The caller says it cannot wait.</summary>
    public bool Emergency { get; init; }

    /// <summary>The portal is to carry it out itself.</summary>
    public bool Brokered { get; init; }

    public static (AskBody? Ask, Problem? Problem) Read(JsonElement body)
    {
        var shape = new Shape();
        var question = EvaluationBody.Read(body, ref shape);
        var context = shape.OptionalObject(body, "context"u8) ?? default;
        var wanted = shape.OptionalObject(body, "requested_access"u8) ?? default;
        var client = shape.OptionalObject(body, "client"u8) ?? default;
        var denial = shape.OptionalObject(body, "denial"u8);
        var evaluation = shape.OptionalText(denial ?? default, "evaluation_id"u8);
        var expires = shape.OptionalTime(denial ?? default, "expires_at"u8);
        var ask = new AskBody
        {
            Question = question,
            Justification = shape.OptionalText(context, "justification"u8),
            Ticket = shape.OptionalText(context, "ticket"u8),
            Denial = evaluation is not null && expires is { } until ? new NamedDenial(evaluation, until) : null,
            DenialIsUnusable = denial is not null && (evaluation is null || expires is null),
            Until = shape.OptionalTime(wanted, "requested_until"u8),
            StartedBy = Starter(client, ref shape),
            Session = SessionOf(client, ref shape),
            Emergency = shape.OptionalBool(wanted, "emergency"u8),
            Brokered = shape.OptionalBool(wanted, "brokered"u8),
        };
        if (shape.Fault is { } fault)
            return (null, Problem.InvalidRequest(fault, "malformed"));
        return Has(body, "callback")
            ? (null, Problem.NotSupported("callback_not_supported", "No callback endpoint is registered for this caller. Ask without callback, and poll the task or wait on it."))
            : (ask, null);
    }

    private static string? Starter(JsonElement client, ref Shape shape)
    {
        var actor = shape.OptionalObject(client, "actor"u8) ?? default;
        var id = shape.OptionalText(actor, "id"u8);
        return shape.OptionalText(actor, "type"u8) is "user" or null ? id : null;
    }

    private static string? SessionOf(JsonElement client, ref Shape shape)
    {
        var parts = new[] { shape.OptionalText(client, "id"u8), shape.OptionalText(shape.OptionalObject(client, "source"u8) ?? default, "session_id"u8) };
        return parts.Any(part => part is not null) ? string.Join(" / ", parts.OfType<string>()) : null;
    }

    private static bool Has(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
}
