using Microsoft.AspNetCore.Components.Authorization;
using NhiPortal.Domain;

namespace NhiPortal.SignIn;

/// <summary>Who is using this page now; read afresh each time, so a person disabled a second ago can do nothing more.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication, ActorReader reader, IHttpContextAccessor http)
{
    // The circuit's first request is the only one whose address is known; later calls come through its socket.
    private readonly string? clientAddress = http.HttpContext?.Connection.RemoteIpAddress?.ToString();

    public async Task<Actor> GetAsync(CancellationToken cancellation = default) =>
        await reader.ReadAsync((await authentication.GetAuthenticationStateAsync()).User, clientAddress, cancellation);
}
