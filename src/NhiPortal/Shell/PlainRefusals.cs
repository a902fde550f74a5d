using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Components.Endpoints;

namespace NhiPortal.Shell;

/// <summary>Tells a signed-in person who may not open a page which role it needs, instead of sending them elsewhere.
/// The page itself is never started; everything that is not a page is left to its own scheme.</summary>
public sealed class PlainRefusals : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler otherwise = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var page = context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type;
        return authorizeResult.Forbidden && page is not null && context.User.Identity?.IsAuthenticated is true
            ? PageInstead.ShowAsync<AccessDenied>(context, StatusCodes.Status403Forbidden, new() { [nameof(AccessDenied.PageType)] = page })
            : otherwise.HandleAsync(next, context, policy, authorizeResult);
    }
}
