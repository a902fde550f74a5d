namespace NhiPortal.Domain.Trust;

/// <summary>A pipeline that may register drafts in one tenant: recognised by its token, holding no key of the portal's.</summary>
public sealed class RegistrationClient
{
    private RegistrationClient() { }

    public Guid Id { get; private set; }
    public string Key { get; private set; } = "";
    public string Name { get; private set; } = "";
    public TenantId TenantId { get; private set; }
    public string Issuer { get; private set; } = "";
    public string Subject { get; private set; } = "";

    public static RegistrationClient Create(string key, string name, TenantId tenant, string issuer, string subject, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Key = key,
        Name = name,
        TenantId = tenant,
        Issuer = issuer,
        Subject = subject,
    };
}
