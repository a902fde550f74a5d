using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace NhiPortal.SignIn;

/// <summary>Ends the session of an open page, too: its socket outlives the request that opened it.</summary>
public sealed class SessionRevalidation(ILoggerFactory logging, PortalSession session) : RevalidatingServerAuthenticationStateProvider(logging)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(2);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        session.HoldsAsync(authenticationState.User, cancellationToken);
}
