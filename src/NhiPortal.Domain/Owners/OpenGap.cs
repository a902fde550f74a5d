namespace NhiPortal.Domain.Owners;

/// <summary>
/// The record that a control point is or was without an owner: what it closes, since when, and when it opened again.
/// Decisions do not read it; they judge ownerships at the moment, so a late sweep never lets anything through.
/// </summary>
public sealed class OpenGap
{
    private OpenGap() { }

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public IntegrationId? IntegrationId { get; private set; }
    public TargetId? TargetId { get; private set; }
    public OwnerRole Role { get; private set; }
    public GapKind Kind { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    public static OpenGap Open(TenantId tenant, IntegrationId? integration, TargetId? target, OwnerRole role, GapKind kind, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        TenantId = tenant,
        IntegrationId = integration,
        TargetId = target,
        Role = role,
        Kind = kind,
        OpenedAt = now,
    };

    public void Close(DateTimeOffset now) => ClosedAt ??= now;
}
