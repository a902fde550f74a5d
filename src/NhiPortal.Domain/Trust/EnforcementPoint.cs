namespace NhiPortal.Domain.Trust;

/// <summary>A gateway or target system that may ask about workloads, for the targets it guards and no others.</summary>
public sealed class EnforcementPoint
{
    private EnforcementPoint() { }

    public Guid Id { get; private set; }
    public string Key { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string Issuer { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public List<GuardedTarget> Guards { get; private set; } = [];

    public static EnforcementPoint Create(string key, string name, string issuer, string subject, IEnumerable<TargetId> guards, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new()
        {
            Id = id,
            Key = key,
            Name = name,
            Issuer = issuer,
            Subject = subject,
            Guards = [.. guards.Select(target => new GuardedTarget(id, target))],
        };
    }
}

/// <summary>Binds an enforcement point to one target it guards.</summary>
public sealed record GuardedTarget(Guid EnforcementPointId, TargetId TargetId);
