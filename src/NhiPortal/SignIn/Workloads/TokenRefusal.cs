namespace NhiPortal.SignIn.Workloads;

/// <summary>Why a token was not believed: a stable reason for the record, and a sentence for the caller.</summary>
public sealed record TokenRefusal(string Reason, string Sentence)
{
    /// <summary>The token itself is fine; the portal does not know whom it names.</summary>
    public bool IsForbidden { get; private init; }

    /// <summary>The portal could not find out; it fails closed and the caller may try again.</summary>
    public bool IsOutage { get; private init; }

    /// <summary>Whether a token was shown at all; only then there is an attempt to record.</summary>
    public bool IsAttempt { get; private init; } = true;

    public static TokenRefusal Missing { get; } = new("missing", "Send an access token: Authorization: Bearer <token>.") { IsAttempt = false };
    public static TokenRefusal Malformed { get; } = new("malformed", "The Authorization header holds no readable JWT access token.");
    public static TokenRefusal WrongType { get; } = new("wrong_type", "The token's typ is neither at+jwt nor JWT.");
    public static TokenRefusal UntrustedIssuer { get; } = new("untrusted_issuer", "This portal does not trust the token's issuer.");
    public static TokenRefusal WrongAudience { get; } = new("wrong_audience", "The token was issued for another audience.");
    public static TokenRefusal AlgorithmNotAllowed { get; } = new("algorithm_not_allowed", "The token is signed with an algorithm this issuer is not trusted for.");
    public static TokenRefusal UnknownKey { get; } = new("unknown_key", "The token is signed with a key its issuer does not publish.");
    public static TokenRefusal BadSignature { get; } = new("bad_signature", "The token's signature is not valid.");
    public static TokenRefusal Expired { get; } = new("expired", "The token has expired, or says no end.");
    public static TokenRefusal NotYetValid { get; } = new("not_yet_valid", "The token is not valid yet.");
    public static TokenRefusal NoSubject { get; } = new("no_subject", "The token lacks the claim that names the workload.");
    public static TokenRefusal NoTokenId { get; } = new("no_jti", "This issuer's tokens work once and must carry a jti.");
    public static TokenRefusal Replayed { get; } = new("replayed", "The token was used before; this issuer's tokens work once.");
    public static TokenRefusal UnknownCaller { get; } = new("unknown_workload", "The token is valid, but names no workload, enforcement point or pipeline of this portal.") { IsForbidden = true };
    public static TokenRefusal PipelinesOnlyRegister { get; } = new("pipelines_only_register", "A pipeline registers integrations at /api/integrations; it neither evaluates nor asks.") { IsForbidden = true };
    public static TokenRefusal OnlyPipelinesRegister { get; } = new("only_pipelines_register", "Only a registered pipeline may call this; workloads and enforcement points may not.") { IsForbidden = true };
    public static TokenRefusal KeysUnreachable { get; } = new("issuer_keys_unavailable", "The issuer's keys cannot be fetched now.") { IsOutage = true };
}

/// <summary>The outcome of looking at one token: the caller it proves, or why it proves nobody.</summary>
public readonly record struct TokenVerdict(Caller? Caller, TokenRefusal? Refusal, string? Issuer = null)
{
    public static implicit operator TokenVerdict(TokenRefusal refusal) => new(null, refusal);
}
