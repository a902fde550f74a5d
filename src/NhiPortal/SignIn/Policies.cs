using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace NhiPortal.SignIn;

/// <summary>Every <see cref="Permission"/> as a policy of the same name; what says nothing needs a signed-in person.</summary>
internal static class Policies
{
    public static void AddPortalPolicies(this AuthorizationBuilder authorization)
    {
        foreach (var permission in Enum.GetValues<Permission>())
            authorization.AddPolicy(permission.ToString(), policy => policy
                .AddAuthenticationSchemes(CookieAuthenticationDefaults.AuthenticationScheme)
                .RequireAuthenticatedUser()
                .RequireRole(Permissions.RolesFor(permission).Select(role => role.ToString())));
        authorization.SetDefaultPolicy(new AuthorizationPolicyBuilder(CookieAuthenticationDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build());
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder(CookieAuthenticationDefaults.AuthenticationScheme).AddRequirements(new SignedIn()).Build());
    }
}

/// <summary>A signed-in person, for whatever lies at an address.</summary>
internal sealed class SignedIn : IAuthorizationRequirement;

/// <summary>An address with nothing behind it needs no guard: it answers 404 or 405 to everybody instead of asking for sign-in.</summary>
internal sealed class SignedInOrNothingThere : AuthorizationHandler<SignedIn>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, SignedIn requirement)
    {
        // What was mapped is a route; the platform's own 405 is not.
        if (context.User.Identity is { IsAuthenticated: true } || context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
