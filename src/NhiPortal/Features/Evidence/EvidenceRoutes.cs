using NhiPortal.SignIn;

namespace NhiPortal.Features.Evidence;

/// <summary>A package as a file, and the page that checks one, which works without the portal.</summary>
public static class EvidenceRoutes
{
    public static WebApplication MapEvidence(this WebApplication app)
    {
        app.MapGet("/evidence/{id:guid}.zip", async (Guid id, HttpContext http, ActorReader people, TakeEvidence take) =>
        {
            var taken = await take.RunAsync(await people.ReadAsync(http), id, http.RequestAborted);
            return taken.Succeeded ? taken.Value
                : Results.Problem(taken.Refusal.Sentence, statusCode: taken.Refusal.Code == "not_allowed" ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound);
        }).RequireAuthorization(nameof(Permission.ReadAudit)).ExcludeFromDescription();
        app.MapGet("/evidence/verify.html", () => Results.File(VerifyPage.Bytes, "text/html; charset=utf-8", "verify.html"))
            .RequireAuthorization(nameof(Permission.ReadAudit)).ExcludeFromDescription();
        return app;
    }
}
