using System.Text.Json;

namespace NhiPortal.Domain.Audit;

/// <summary>What an event's row repeats of its evidence so that it can be searched, read straight from the JSON.</summary>
public record struct AuditColumns
{
    public Guid EventId { get; set; }
    public DateTimeOffset At { get; set; }
    public string Kind { get; set; }
    public Guid? Tenant { get; set; }
    public ActorKind ActorKind { get; set; }
    public Guid ActorId { get; set; }
    public Guid? Integration { get; set; }
    public Guid? Target { get; set; }
    public Guid? Workload { get; set; }
    public Guid? Person { get; set; }
    public Guid? Request { get; set; }
    public Guid? Grant { get; set; }

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
                ReadMember(ref reader, ref columns);
            return columns.Kind is not null && columns.EventId != Guid.Empty;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void ReadMember(ref Utf8JsonReader reader, ref AuditColumns columns)
    {
        var name = reader.ValueSpan;
        reader.Read();
        if (name.SequenceEqual("actor"u8)) ReadActor(ref reader, ref columns);
        else if (name.SequenceEqual("at"u8)) columns.At = reader.GetDateTimeOffset();
        else if (name.SequenceEqual("grant"u8)) columns.Grant = reader.GetGuid();
        else if (name.SequenceEqual("id"u8)) columns.EventId = reader.GetGuid();
        else if (name.SequenceEqual("integration"u8)) columns.Integration = ReadId(ref reader);
        else if (name.SequenceEqual("kind"u8)) columns.Kind = reader.GetString()!;
        else if (name.SequenceEqual("person"u8)) columns.Person = ReadId(ref reader);
        else if (name.SequenceEqual("request"u8)) columns.Request = reader.GetGuid();
        else if (name.SequenceEqual("target"u8)) columns.Target = ReadId(ref reader);
        else if (name.SequenceEqual("tenant"u8)) columns.Tenant = reader.GetGuid();
        else if (name.SequenceEqual("workload"u8)) columns.Workload = ReadId(ref reader);
        else reader.Skip();
    }

    private static void ReadActor(ref Utf8JsonReader reader, ref AuditColumns columns)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("id"u8)) columns.ActorId = reader.GetGuid();
            else if (name.SequenceEqual("kind"u8)) columns.ActorKind = ReadKind(ref reader);
            else reader.Skip();
        }
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
