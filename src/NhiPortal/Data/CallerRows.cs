namespace NhiPortal.Data;

/// <summary>A single-use token that has been used; kept until the token would have ended anyway.</summary>
public sealed class SeenToken
{
    /// <summary>Hex SHA-256 over issuer and <c>jti</c>.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset Until { get; init; }
}

/// <summary>Remembers for 24 hours what an <c>Idempotency-Key</c> of a caller made: a request or an integration.</summary>
public sealed class IdempotentAnswer
{
    /// <summary>Hex SHA-256 over caller and key.</summary>
    public required string Key { get; init; }

    /// <summary>Hex SHA-256 over the body, so that a reused key with another body is told apart.</summary>
    public required string BodyHash { get; init; }

    public required Guid Made { get; init; }
    public required DateTimeOffset Until { get; init; }
}
