using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Trust;

namespace NhiPortal.SignIn.Workloads;

/// <summary>Believes a bearer token or says why not, and finds whom it names. A token found good costs one look-up the next time.</summary>
internal sealed class TokenCheck(TrustMemory trust, KeySets keys, SingleUse singleUse, IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int LongestToken = 12 * 1024;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = LongestToken, MapInboundClaims = false };

    // Whatever a row says: a secret shared with the issuer could be used by anybody who holds it.
    private static readonly HashSet<string> Asymmetric =
        ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    /// <param name="authorization">The header as sent.</param>
    /// <param name="atLeast">Judge by trust at least as new as this position of the change feed.</param>
    /// <param name="used">A single-use token already taken for this very call.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<TokenVerdict> CheckAsync(string? authorization, long atLeast, bool used, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(authorization))
            return new(TokenRefusal.Missing);
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || authorization.Length > LongestToken)
            return new(TokenRefusal.Malformed);
        var token = authorization.AsSpan(7).Trim();
        var hash = TokenHash.Of(token);
        return trust.AtHand is { } picture && picture.Version >= atLeast && picture.Tokens.TryGet(hash, time.GetUtcNow(), out var caller)
            ? new(new TokenVerdict(caller, null))
            : new(ValidateAsync(token.ToString(), hash, atLeast, used, cancellation));
    }

    private async Task<TokenVerdict> ValidateAsync(string text, TokenHash hash, long atLeast, bool used, CancellationToken cancellation)
    {
        if (Read(text) is not { } token)
            return TokenRefusal.Malformed;
        var picture = await trust.CurrentAsync(atLeast, cancellation);
        if (!picture.Issuers.TryGetValue(token.Issuer, out var issuer))
            return new TokenVerdict(null, TokenRefusal.UntrustedIssuer);
        if (await WhyNotAsync(token, issuer, cancellation) is { } refusal)
            return new TokenVerdict(null, refusal, issuer.Issuer);
        if (!token.TryGetPayloadValue<string>(issuer.SubjectClaim, out var subject) || string.IsNullOrEmpty(subject))
            return new TokenVerdict(null, TokenRefusal.NoSubject, issuer.Issuer);
        var until = new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + Skew;
        if (issuer.SingleUse && !used && await singleUse.WhyNotAsync(issuer.Issuer, token.Id, until, cancellation) is { } spent)
            return new TokenVerdict(null, spent, issuer.Issuer);

        var caller = await FindAsync(picture, issuer.Issuer, subject, cancellation);
        if (caller is null)
            return new TokenVerdict(null, TokenRefusal.UnknownCaller, issuer.Issuer);
        if (!issuer.SingleUse)
            picture.Tokens.Add(hash, caller, until);
        return new TokenVerdict(caller, null);
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            return Handler.CanReadToken(text) ? Handler.ReadJsonWebToken(text) : null;
        }
        catch (Exception error) when (error is ArgumentException or SecurityTokenException or FormatException)
        {
            return null;
        }
    }

    private async Task<TokenRefusal?> WhyNotAsync(JsonWebToken token, TrustedIssuer issuer, CancellationToken cancellation)
    {
        if (token.Typ is { Length: > 0 } typ && !IsAccessToken(typ))
            return TokenRefusal.WrongType;
        if (!Asymmetric.Contains(token.Alg) || !issuer.Algorithms.Contains(token.Alg))
            return TokenRefusal.AlgorithmNotAllowed;
        if (await keys.FindAsync(issuer, string.IsNullOrEmpty(token.Kid) ? null : token.Kid, cancellation) is not { } found)
            return TokenRefusal.KeysUnreachable;
        if (found.Count == 0)
            return TokenRefusal.UnknownKey;

        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer.Issuer,
            ValidAudience = issuer.Audience,
            ValidAlgorithms = [token.Alg],
            IssuerSigningKeys = found,
            TryAllIssuerSigningKeys = true,
            RequireSignedTokens = true,
            // Looked at below, by the portal's own clock.
            ValidateLifetime = false,
        });
        if (!result.IsValid)
            return result.Exception is SecurityTokenInvalidAudienceException ? TokenRefusal.WrongAudience : TokenRefusal.BadSignature;
        var now = time.GetUtcNow();
        if (new DateTimeOffset(token.ValidTo, TimeSpan.Zero) <= now - Skew)
            return TokenRefusal.Expired;
        return new DateTimeOffset(token.ValidFrom, TimeSpan.Zero) > now + Skew ? TokenRefusal.NotYetValid : null;
    }

    // Kubernetes leaves typ out; any other type is a token for something else (a logout, a proof, an event).
    private static bool IsAccessToken(string typ) =>
        typ.Equals("at+jwt", StringComparison.OrdinalIgnoreCase) || typ.Equals("application/at+jwt", StringComparison.OrdinalIgnoreCase) || typ.Equals("JWT", StringComparison.OrdinalIgnoreCase);

    private async Task<Caller?> FindAsync(TrustPicture picture, string issuer, string subject, CancellationToken cancellation)
    {
        if (picture.Points.TryGetValue((issuer, subject), out var point))
            return new Caller
            {
                Kind = ActorKind.EnforcementPoint, Id = point.Id, Name = point.Key, Issuer = issuer, Subject = subject,
                Guards = point.Guards, TrustVersion = picture.Version,
            };
        if (picture.Clients.TryGetValue((issuer, subject), out var client))
            return new Caller
            {
                Kind = ActorKind.Pipeline, Id = client.Id, Name = client.Key, Issuer = issuer, Subject = subject,
                Tenant = client.Tenant, TrustVersion = picture.Version,
            };
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Workloads.Where(w => w.Issuer == issuer && w.Subject == subject && w.RetiredAt == null)
            .Join(db.Integrations, w => w.IntegrationId, i => i.Id, (w, i) => new { w.Id, w.IntegrationId, i.Key }).SingleOrDefaultAsync(cancellation) is { } found
            ? new Caller
            {
                Kind = ActorKind.Workload, Id = found.Id.Value, Name = found.Key, Issuer = issuer, Subject = subject,
                Integration = found.IntegrationId, TrustVersion = picture.Version,
            }
            : null;
    }
}
