using System.Text.Json;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.AccessRules;
using NhiPortal.SignIn.Workloads;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>Who asks, from where.</summary>
internal sealed record Asker(Caller Caller, string? Address, string? Trace);

/// <summary>"May this workload do exactly this now?", as understood from any wire format.</summary>
internal sealed record Question
{
    /// <summary>The workload's subject, id or integration key, in the caller's words.</summary>
    public required string Subject { get; init; }

    /// <summary>Tells identities of one subject apart.</summary>
    public string? SubjectIssuer { get; init; }

    public required string Action { get; init; }
    public required string ResourceType { get; init; }
    public required string ResourceId { get; init; }

    /// <summary>Null when the caller did not say; nothing without a target is on any list.</summary>
    public string? Target { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = Nothing;

    /// <summary>Further properties of subject and resource, in the caller's words; as long as its body lives.</summary>
    public JsonElement SubjectSaid { get; init; }

    public JsonElement ResourceSaid { get; init; }

    /// <summary>The grant the caller relies on, if it names one.</summary>
    public Guid? Approval { get; init; }

    public static IReadOnlyDictionary<string, JsonElement> Nothing { get; } = new Dictionary<string, JsonElement>();

    /// <summary>Whoever guards one target alone means that one.</summary>
    public Question By(Caller caller) => Target is null && caller.Guards is { Count: 1 } only ? this with { Target = only.Single() } : this;

    public Stated Stated() => new(Members(SubjectSaid), Members(ResourceSaid));

    /// <summary>The call within its bounds; a missing target stands as a text no target's key can be.</summary>
    public Result<ActionCall> ToCall() => ActionCall.Create(Action, Target ?? "(none)", ResourceType, ResourceId, Parameters);

    private static IReadOnlyDictionary<string, JsonElement> Members(JsonElement said) => said.ValueKind == JsonValueKind.Object
        ? said.EnumerateObject().ToDictionary(property => property.Name, property => property.Value)
        : Nothing;
}

/// <summary>A decision that is durably recorded.</summary>
internal sealed record Decided(Guid EventId, DateTimeOffset At, WorkloadId? Workload, ActionCall Call, Judgement Judgement, string? Hint = null)
{
    /// <summary>Binding hash over the declared fields, or over everything sent where no path declares any.</summary>
    public required string Binding { get; init; }
}
