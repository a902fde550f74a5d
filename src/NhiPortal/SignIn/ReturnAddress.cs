namespace NhiPortal.SignIn;

/// <summary>Where a person goes back to after signing in: always into the portal.</summary>
public static class ReturnAddress
{
    /// <summary>The address when it stays here, else Home. A link must not be able to send anybody elsewhere.</summary>
    public static string Local(string? address) => IsLocal(address) ? address! : "/";

    private static bool IsLocal(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] and { Length: <= 2000 }
        && !address.Any(char.IsControl)
        && !address.StartsWith("/sign-in", StringComparison.OrdinalIgnoreCase)
        && !address.StartsWith("/sign-out", StringComparison.OrdinalIgnoreCase);
}
