using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NhiPortal.Shell;

namespace NhiPortal.SignIn;

/// <summary>How a person comes in and leaves. The pages show and ask; these routes act.</summary>
internal static class SignInRoutes
{
    public const string SignIn = "/sign-in";
    public const string SignInPersona = "/sign-in/persona";
    public const string SignOut = "/sign-out";
    public const string AccessDenied = "/access-denied";

    public static string Denied(string why) => $"{AccessDenied}?why={why}";

    public static WebApplication MapSignIn(this WebApplication app)
    {
        var mode = app.Services.GetRequiredService<SignInMode>();
        // Before the page of the same address, which only shows the way.
        app.MapPost(SignOut, LeaveAsync).AllowAnonymous().WithOrder(-1);
        if (mode == SignInMode.Personas)
            app.MapPost(SignInPersona, ComeInAsPersonaAsync).AllowAnonymous();
        else
            app.MapGet(SignIn, ComeInThroughDirectory).AllowAnonymous().WithOrder(-1);
        return app;
    }

    private static ChallengeHttpResult ComeInThroughDirectory(string? returnUrl, bool? other, bool? fresh)
    {
        var properties = new AuthenticationProperties { RedirectUri = ReturnAddress.Local(returnUrl) };
        if (other == true)
            properties.SetParameter("prompt", "select_account");
        if (fresh == true)
            EntraSignIn.AskForProof(properties);
        return TypedResults.Challenge(properties, [OpenIdConnectDefaults.AuthenticationScheme]);
    }

    private static async Task<IResult> ComeInAsPersonaAsync(
        [FromForm] string? persona, [FromForm] string? returnUrl, HttpContext http, AdmitPerson admit, PortalSession session, TimeProvider time, CancellationToken cancellation)
    {
        if (Persona.Find(persona) is not { } chosen)
            return TypedResults.BadRequest();
        var word = new DirectoryWord { ObjectId = chosen.ObjectId, Name = chosen.Name, Mail = chosen.Mail, Roles = chosen.Roles, ProvedAt = time.GetUtcNow(), Method = "persona" };
        var admitted = await admit.RunAsync(
            word, http.Connection.RemoteIpAddress?.ToString(), cancellation);
        if (!admitted.Succeeded)
            return TypedResults.LocalRedirect(Denied(admitted.Refusal.Code));
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, session.Open(admitted.Value, word.Roles, word.ProvedAt));
        return TypedResults.LocalRedirect(ReturnAddress.Local(returnUrl));
    }

    // The unused form field makes the platform insist on the antiforgery token.
    private static async Task<IResult> LeaveAsync(
        [FromForm] string? from, HttpContext http, ActorReader actors, RecordSignOut record, [FromServices] SignInMode mode, CancellationToken cancellation)
    {
        _ = from;
        if (http.User.Identity is not { IsAuthenticated: true })
            return TypedResults.LocalRedirect(SignOut);
        await record.RunAsync(await actors.ReadAsync(http), cancellation);
        return TypedResults.SignOut(
            new AuthenticationProperties { RedirectUri = SignOut },
            mode == SignInMode.Entra
                ? [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]
                : [CookieAuthenticationDefaults.AuthenticationScheme]);
    }
}
