using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Features.Access.Authzen;
using NhiPortal.Features.Access.Deciding;
using NhiPortal.Features.Access.Http;
using NhiPortal.Features.Integrations.Api;
using NhiPortal.SignIn.Workloads;

namespace NhiPortal.Features.Access;

/// <summary>Registers and maps the workload API: tokens in, decisions out, and no part of the pages' pipeline in between.</summary>
public static partial class AccessSetup
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddWorkloadSignIn();
        services.AddSingleton<DecisionMemory>();
        services.AddSingleton<SubjectNames>();
        services.AddSingleton<GroupCommit>();
        services.AddHostedService(provider => provider.GetRequiredService<GroupCommit>());
        services.AddSingleton<Decider>();
        services.AddSingleton<DenialSeal>();
        services.AddSingleton<EvaluationAnswer>();
        services.AddSingleton<AttemptRecord>();
        services.AddSingleton<CallerGate>();
        services.AddSingleton<EvaluationEndpoint>();
        services.AddSingleton<AskEndpoint>();
        services.AddSingleton<TaskEndpoint>();
        services.AddSingleton<MetadataEndpoint>();
        services.AddSingleton<RegistrationEndpoint>();
        services.AddSingleton<CredentialUseEndpoint>();
        services.AddSingleton<DevelopmentTokenEndpoint>();
        return services;
    }

    public static WebApplication MapAccess(this WebApplication app)
    {
        var services = app.Services;
        var tasks = services.GetRequiredService<TaskEndpoint>();
        var metadata = services.GetRequiredService<MetadataEndpoint>();
        Map(app, AccessPaths.Evaluation, HttpMethods.Post, services.GetRequiredService<EvaluationEndpoint>().HandleAsync);
        Map(app, AccessPaths.Requests, HttpMethods.Post, services.GetRequiredService<AskEndpoint>().HandleAsync);
        Map(app, AccessPaths.Requests + "/{id}", HttpMethods.Get, tasks.GetAsync);
        Map(app, AccessPaths.Requests + "/{id}/cancel", HttpMethods.Post, tasks.CancelAsync);
        Map(app, AccessPaths.Requests + "/{id}/answer", HttpMethods.Post, tasks.AnswerAsync);
        Map(app, AccessPaths.CredentialUse, HttpMethods.Post, services.GetRequiredService<CredentialUseEndpoint>().HandleAsync);
        Map(app, AccessPaths.RequestSchema, HttpMethods.Get, MetadataEndpoint.SchemaAsync);
        Map(app, AccessPaths.Metadata, HttpMethods.Get, metadata.AuthzenAsync);
        Map(app, ProtectedResource.Path, HttpMethods.Get, metadata.ProtectedResourceAsync);
        Map(app, "/access/{**rest}", null, context => HttpAnswer.ProblemAsync(context, Problem.NoSuchPath));
        var registration = services.GetRequiredService<RegistrationEndpoint>();
        Map(app, AccessPaths.Integrations, HttpMethods.Post, registration.PostAsync);
        Map(app, AccessPaths.Integrations + "/{key}", HttpMethods.Get, registration.GetAsync);
        Map(app, "/api/{**rest}", null, context => HttpAnswer.ProblemAsync(context, Problem.NoSuchPath));
        if (app.Environment.IsDevelopment())
            Map(app, DevelopmentTokenEndpoint.Path, HttpMethods.Post, services.GetRequiredService<DevelopmentTokenEndpoint>().HandleAsync);
        return app;
    }

    /// <summary>
    /// Short-circuited: the pages' sign-in, antiforgery and error pages never see these calls, which keeps a 401 from
    /// becoming a redirect and a decision from paying for what it does not use.
    /// </summary>
    private static void Map(WebApplication app, string path, string? method, RequestDelegate handle)
    {
        var log = app.Services.GetRequiredService<ILogger<EvaluationEndpoint>>();
        app.Map(path, context =>
        {
            HttpAnswer.Begin(context);
            if (method is null || HttpMethods.Equals(context.Request.Method, method))
                return GuardAsync(context, handle, log);
            context.Response.Headers.Allow = method;
            return HttpAnswer.ProblemAsync(context, Problem.MethodNotAllowed(method));
        }).ShortCircuit();
    }

    private static async Task GuardAsync(HttpContext context, RequestDelegate handle, ILogger log)
    {
        try
        {
            await handle(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller went away; there is nobody to answer.
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await HttpAnswer.ProblemAsync(context, error.StatusCode == StatusCodes.Status413PayloadTooLarge ? Problem.TooLarge : Problem.InvalidRequest("The body could not be read.", "malformed"));
        }
        catch (Exception error) when (error is DbException or DbUpdateException && !context.Response.HasStarted)
        {
            // Without its database the portal knows nothing, so it allows nothing.
            DatabaseFailed(log, error);
            await HttpAnswer.ProblemAsync(context, Problem.Unavailable("The portal's database does not answer. Nothing was decided; try again."));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A call could not be answered because the database failed")]
    private static partial void DatabaseFailed(ILogger log, Exception error);
}
