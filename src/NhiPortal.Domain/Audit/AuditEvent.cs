using System.Text;

namespace NhiPortal.Domain.Audit;

/// <summary>
/// One line of the append-only record. <see cref="Body"/> is the evidence, canonical JSON under the Merkle tree; the
/// other columns repeat parts of it so that it can be searched, and verification checks that they still agree.
/// </summary>
public sealed class AuditEvent
{
    private AuditEvent() { }

    public long Id { get; private set; }
    public Guid EventId { get; private set; }
    public DateTimeOffset At { get; private set; }
    public string Kind { get; private set; } = "";
    public TenantId? TenantId { get; private set; }
    public ActorKind ActorKind { get; private set; }
    public Guid ActorId { get; private set; }
    public IntegrationId? IntegrationId { get; private set; }
    public TargetId? TargetId { get; private set; }
    public WorkloadId? WorkloadId { get; private set; }
    public PersonId? PersonId { get; private set; }
    public RequestId? RequestId { get; private set; }
    public GrantId? GrantId { get; private set; }

    /// <summary>RFC 8785 canonical JSON; its UTF-8 bytes are the Merkle leaf's data.</summary>
    public string Body { get; private set; } = "";

    /// <summary>Position in the Merkle tree; null for the second or less until the sequencer has placed it.</summary>
    public long? LeafIndex { get; private set; }

    public byte[]? LeafHash { get; private set; }

    public static AuditEvent Of(AuditBody body) => Of(body, body.ToCanonicalBytes());

    public static AuditEvent Of(AuditBody body, ReadOnlySpan<byte> canonical) => new()
    {
        EventId = body.Id,
        At = body.At,
        Kind = body.Kind,
        TenantId = body.Tenant is { } tenant ? new TenantId(tenant) : null,
        ActorKind = body.Actor.Kind,
        ActorId = body.Actor.Id,
        IntegrationId = body.Integration is { } integration ? new IntegrationId(integration.Id) : null,
        TargetId = body.Target is { } target ? new TargetId(target.Id) : null,
        WorkloadId = body.Workload is { } workload ? new WorkloadId(workload.Id) : null,
        PersonId = body.Person is { } person ? new PersonId(person.Id) : null,
        RequestId = body.Request is { } request ? new RequestId(request) : null,
        GrantId = body.Grant is { } grant ? new GrantId(grant) : null,
        Body = Encoding.UTF8.GetString(canonical),
    };

    /// <summary>Whether the searchable columns still say what the evidence says.</summary>
    public bool ColumnsAgree()
    {
        var told = Of(AuditBody.Parse(Body), Encoding.UTF8.GetBytes(Body));
        return (told.EventId, told.At, told.Kind, told.TenantId, told.ActorKind, told.ActorId, told.IntegrationId, told.TargetId, told.WorkloadId, told.PersonId, told.RequestId, told.GrantId)
            == (EventId, At, Kind, TenantId, ActorKind, ActorId, IntegrationId, TargetId, WorkloadId, PersonId, RequestId, GrantId);
    }

    /// <summary>Gives the event its place. It has one place for ever.</summary>
    public void Place(long leafIndex, byte[] leafHash)
    {
        if (LeafIndex is not null)
            throw new InvalidOperationException("An event is placed once.");
        LeafIndex = leafIndex;
        LeafHash = leafHash;
    }
}
