namespace NhiPortal.Domain.Tenants;

/// <summary>An organisational boundary, a subsidiary or a customer: people and things belong to one.</summary>
public sealed class Tenant
{
    private Tenant() { }

    public TenantId Id { get; private set; }
    public string Key { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>The sign-in directory (Entra tenant id) whose people land in this tenant, if it has one of its own.</summary>
    public string? DirectoryId { get; private set; }

    public static Tenant Create(string key, string name, string? directoryId, DateTimeOffset now) =>
        new() { Id = Domain.Id.New<TenantId>(now), Key = key, Name = name, DirectoryId = directoryId };
}
