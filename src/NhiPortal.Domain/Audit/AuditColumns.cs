using System.Text.Json;

namespace NhiPortal.Domain.Audit;

/// <summary>What an event's row repeats of its evidence so that it can be searched, read straight from the JSON.</summary>
public readonly record struct AuditColumns
{
    public Guid EventId { get; init; }
    public DateTimeOffset At { get; init; }
    public string Kind { get; init; }
    public Guid? Tenant { get; init; }
    public ActorKind ActorKind { get; init; }
    public Guid ActorId { get; init; }
    public Guid? Integration { get; init; }
    public Guid? Target { get; init; }
    public Guid? Workload { get; init; }
    public Guid? Person { get; init; }
    public Guid? Request { get; init; }
    public Guid? Grant { get; init; }

    public static AuditColumns Of(AuditEvent row) => new()
    {
        EventId = row.EventId,
        At = row.At,
        Kind = row.Kind,
        Tenant = row.TenantId?.Value,
        ActorKind = row.ActorKind,
        ActorId = row.ActorId,
        Integration = row.IntegrationId?.Value,
        Target = row.TargetId?.Value,
        Workload = row.WorkloadId?.Value,
        Person = row.PersonId?.Value,
        Request = row.RequestId?.Value,
        Grant = row.GrantId?.Value,
    };

    /// <summary>False when the JSON is not an audit event.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out AuditColumns columns)
    {
        columns = default;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                columns = ReadMember(ref reader, columns);
            return columns.Kind is not null && columns.EventId != Guid.Empty;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    private static AuditColumns ReadMember(ref Utf8JsonReader reader, AuditColumns columns)
    {
        var name = reader.ValueSpan;
        reader.Read();
        if (name.SequenceEqual("actor"u8)) return ReadActor(ref reader, columns);
        if (name.SequenceEqual("at"u8)) return columns with { At = reader.GetDateTimeOffset() };
        if (name.SequenceEqual("grant"u8)) return columns with { Grant = reader.GetGuid() };
        if (name.SequenceEqual("id"u8)) return columns with { EventId = reader.GetGuid() };
        if (name.SequenceEqual("integration"u8)) return columns with { Integration = ReadId(ref reader) };
        if (name.SequenceEqual("kind"u8)) return columns with { Kind = reader.GetString()! };
        if (name.SequenceEqual("person"u8)) return columns with { Person = ReadId(ref reader) };
        if (name.SequenceEqual("request"u8)) return columns with { Request = reader.GetGuid() };
        if (name.SequenceEqual("target"u8)) return columns with { Target = ReadId(ref reader) };
        if (name.SequenceEqual("tenant"u8)) return columns with { Tenant = reader.GetGuid() };
        if (name.SequenceEqual("workload"u8)) return columns with { Workload = ReadId(ref reader) };
        reader.Skip();
        return columns;
    }

    private static AuditColumns ReadActor(ref Utf8JsonReader reader, AuditColumns columns)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("id"u8)) columns = columns with { ActorId = reader.GetGuid() };
            else if (name.SequenceEqual("kind"u8)) columns = columns with { ActorKind = ReadKind(ref reader) };
            else reader.Skip();
        }
        return columns;
    }

    private static Guid ReadId(ref Utf8JsonReader reader)
    {
        var id = Guid.Empty;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueSpan.SequenceEqual("id"u8);
            reader.Read();
            if (isId) id = reader.GetGuid();
            else reader.Skip();
        }
        return id;
    }

    private static ActorKind ReadKind(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.SequenceEqual("Person"u8)) return ActorKind.Person;
        if (reader.ValueSpan.SequenceEqual("Workload"u8)) return ActorKind.Workload;
        return Enum.TryParse<ActorKind>(reader.GetString(), out var kind) ? kind : throw new JsonException("Unknown kind of actor.");
    }
}
