namespace NhiPortal.EndToEnd.Oidc;

/// <summary>A person the test issuer knows; signing in means typing the account.</summary>
public sealed record OidcAccount(string Account, string Name, Guid ObjectId, params string[] Roles)
{
    public static readonly OidcAccount Administrator = Person("ada.admin@example.test", "Ada Admin", 1, "Administrator");
    public static readonly OidcAccount IamStaff = Person("ivo.iam@example.test", "Ivo Iam", 2, "IamStaff");
    public static readonly OidcAccount SecurityOperations = Person("sam.secops@example.test", "Sam Secops", 3, "SecurityOperations");
    public static readonly OidcAccount Auditor = Person("olga.audit@example.test", "Olga Audit", 4, "Auditor");
    public static readonly OidcAccount TwoRoles = Person("tom.two@example.test", "Tom Two", 5, "IamStaff", "Auditor");
    public static readonly OidcAccount NoRole = Person("nora.none@example.test", "Nora None", 6);

    /// <summary>Rightly signed by the right issuer, but the token says another tenant.</summary>
    public static readonly OidcAccount OtherTenant = Person("otto.other@example.test", "Otto Other", 7, "Administrator") with
    {
        TenantId = Guid.Parse("11111111-1111-4111-8111-111111111111"),
    };

    /// <summary>Rightly signed for the right tenant, but the token says another issuer made it.</summary>
    public static readonly OidcAccount OtherIssuer = Person("ike.issuer@example.test", "Ike Issuer", 8, "Administrator") with
    {
        Issuer = "https://login.example.test/22222222-2222-4222-8222-222222222222/v2.0",
    };

    public static readonly IReadOnlyList<OidcAccount> All =
        [Administrator, IamStaff, SecurityOperations, Auditor, TwoRoles, NoRole, OtherTenant, OtherIssuer];

    public Guid? TenantId { get; init; }

    public string? Issuer { get; init; }

    private static OidcAccount Person(string account, string name, int number, params string[] roles) =>
        new(account, name, Guid.Parse($"00000000-0000-4000-8000-{number:d12}"), roles);
}
