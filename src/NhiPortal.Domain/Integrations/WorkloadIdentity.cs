namespace NhiPortal.Domain.Integrations;

/// <summary>How an integration is recognised when it calls: a subject under a trusted issuer. One integration has several.</summary>
public sealed class WorkloadIdentity
{
    private WorkloadIdentity() { }

    public WorkloadId Id { get; private set; }
    public IntegrationId IntegrationId { get; private set; }
    public string Issuer { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public DateTimeOffset AddedAt { get; private set; }
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>Stands in the issuer's place when the identity is an account of a target: no token can carry it.</summary>
    public static string OnTarget(string targetKey) => $"target:{targetKey}";

    public static WorkloadIdentity Create(IntegrationId integration, string issuer, string subject, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<WorkloadId>(now),
        IntegrationId = integration,
        Issuer = issuer,
        Subject = subject,
        AddedAt = now,
    };

    /// <summary>The longest issuer and subject that are kept.</summary>
    public const int Longest = 300;

    /// <summary>From now on nobody is recognised by it.</summary>
    public void Retire(DateTimeOffset now) => RetiredAt ??= now;

    /// <summary>It is recognised again; false when it was retired at another time.</summary>
    public bool Revive(DateTimeOffset retired)
    {
        if (RetiredAt != retired)
            return false;
        RetiredAt = null;
        return true;
    }
}
