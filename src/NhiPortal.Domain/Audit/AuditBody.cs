using System.Text.Json;
using System.Text.Json.Serialization;

namespace NhiPortal.Domain.Audit;

/// <summary>Who acted, as the record names them.</summary>
public sealed record AuditActor(ActorKind Kind, Guid Id, string Name);

/// <summary>A governed thing by id and by the short name people know it by.</summary>
public sealed record AuditThing(Guid Id, string Key);

/// <summary>The workload identity that acted: a subject under an issuer.</summary>
public sealed record AuditWorkload(Guid Id, string Issuer, string Subject);

/// <summary>A person in a role at the moment of the event: an approver, or an owner in force.</summary>
public sealed record AuditRoleHolder(Guid Person, string Name, string Role);

/// <summary>One event as evidence. Serialised, canonicalised (RFC 8785) and hashed; nothing else is ever signed for.</summary>
public sealed record AuditBody
{
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Stable dotted name, e.g. <c>request.approved</c>; refused attempts end in <c>.refused</c>.</summary>
    public required string Kind { get; init; }

    public required AuditActor Actor { get; init; }

    /// <summary>What happened, in one sentence for people.</summary>
    public required string Sentence { get; init; }

    public Guid? Tenant { get; init; }
    public AuditThing? Integration { get; init; }
    public AuditThing? Target { get; init; }
    public AuditWorkload? Workload { get; init; }

    /// <summary>The person the event is about, when that is not the actor.</summary>
    public AuditThing? Person { get; init; }

    public Guid? Request { get; init; }
    public Guid? Grant { get; init; }
    public IReadOnlyList<AuditRoleHolder>? Approvers { get; init; }
    public IReadOnlyList<AuditRoleHolder>? Owners { get; init; }

    /// <summary>What changed, field by field; null where nothing did.</summary>
    public IReadOnlyDictionary<string, string?>? Before { get; init; }

    public IReadOnlyDictionary<string, string?>? After { get; init; }

    /// <summary>Anything else that explains the event: reason codes, hashes, policy version.</summary>
    public IReadOnlyDictionary<string, string?>? Facts { get; init; }

    public string? Client { get; init; }
    public string? Trace { get; init; }

    public byte[] ToCanonicalBytes() => CanonicalJson.ToBytes(JsonSerializer.SerializeToUtf8Bytes(this, AuditJson.Default.AuditBody));

    public static AuditBody Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, AuditJson.Default.AuditBody) ?? throw new JsonException("An audit event is a JSON object.");

    public static AuditBody Parse(string json) =>
        JsonSerializer.Deserialize(json, AuditJson.Default.AuditBody) ?? throw new JsonException("An audit event is a JSON object.");
}

/// <summary>The event's JSON shape: camel-case members, enums by name, nothing written for what is absent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuditBody))]
public sealed partial class AuditJson : JsonSerializerContext;
