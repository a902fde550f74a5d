using NhiPortal.Domain;

namespace NhiPortal.SignIn;

/// <summary>Who stands behind one HTTP request; files and forms ask here, pages ask <see cref="CurrentActor"/>.</summary>
public static class RequestActor
{
    public static Task<Actor> ReadAsync(this ActorReader people, HttpContext http) =>
        people.ReadAsync(http.User, http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted);
}
