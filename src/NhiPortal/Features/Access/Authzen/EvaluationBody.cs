using System.Text.Json;
using NhiPortal.Domain;
using NhiPortal.Features.Access.Deciding;
using NhiPortal.Features.Access.Http;

namespace NhiPortal.Features.Access.Authzen;

/// <summary>Reads what AuthZEN Authorization API 1.0 calls an evaluation: subject, action, resource, context.</summary>
internal static class EvaluationBody
{
    public static Result<Question> Read(JsonElement body)
    {
        var shape = new Shape();
        var question = Read(body, ref shape);
        return shape.Fault is { } fault ? new Refusal("malformed", fault) : question;
    }

    /// <summary>Also the first half of an access request, which repeats what was denied.</summary>
    public static Question Read(JsonElement body, ref Shape shape)
    {
        var subject = shape.Object(body, "subject"u8);
        var action = shape.Object(body, "action"u8);
        var resource = shape.Object(body, "resource"u8);
        var context = shape.OptionalObject(body, "context"u8) ?? default;
        var type = shape.Text(subject, "type"u8);
        var id = shape.Text(subject, "id"u8);
        var about = shape.OptionalObject(subject, "properties"u8) ?? default;
        var approval = shape.OptionalObject(context, "approval"u8);
        var of = shape.OptionalObject(resource, "properties"u8) ?? default;
        return new Question
        {
            Subject = type == "identity" ? Agent(context, ref shape) ?? id : id,
            SubjectIssuer = shape.OptionalText(about, "issuer"u8),
            Action = shape.Text(action, "name"u8),
            ResourceType = shape.Text(resource, "type"u8),
            ResourceId = shape.Text(resource, "id"u8),
            Target = shape.OptionalText(of, "target"u8),
            Parameters = Parameters(shape.OptionalObject(action, "properties"u8)),
            SubjectSaid = about,
            ResourceSaid = of,
            Approval = approval is { } named ? Grant(named, ref shape) : null,
        };
    }

    /// <summary>Gateways for agents name the person as subject and the agent that acts in the context.</summary>
    private static string? Agent(JsonElement context, ref Shape shape) =>
        context.ValueKind == JsonValueKind.Object && context.TryGetProperty("agent"u8, out var agent) && agent.ValueKind == JsonValueKind.Object
            ? shape.Text(agent, "id"u8)
            : shape.OptionalText(context, "agent"u8);

    private static Guid Grant(JsonElement approval, ref Shape shape) =>
        // An id that is none of ours is no approval; it must not count as naming none.
        Guid.TryParse(shape.Text(approval, "id"u8), out var id) ? id : Guid.Empty;

    private static IReadOnlyDictionary<string, JsonElement> Parameters(JsonElement? properties)
    {
        if (properties is not { ValueKind: JsonValueKind.Object } given)
            return Question.Nothing;
        var parameters = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in given.EnumerateObject())
            parameters[property.Name] = property.Value;
        return parameters;
    }
}
