using NhiPortal.Domain;
using NhiPortal.Features.Access.Http;
using NhiPortal.Features.Credentials;

namespace NhiPortal.Features.Access;

/// <summary><c>POST /access/v1/credentials/{id}/used</c>: a workload tells, with its own token, that its integration used a credential.</summary>
internal sealed class CredentialUseEndpoint(CallerGate gate, ReportCredentialUse report, AttemptRecord attempts)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (await gate.AdmitAsync(context) is not { } asker)
            return;
        var (body, problem) = await JsonBody.ReadAsync(context.Request, mayBeEmpty: true, context.RequestAborted);
        using (body)
        {
            var shape = new Shape();
            var at = body is null ? null : shape.OptionalTime(body.Root, "at"u8);
            problem ??= shape.Fault is { } fault ? Problem.InvalidRequest(fault, "malformed") : null;
            if (problem is not null)
            {
                await attempts.RecordAsync(asker, "credential.report_use.refused", problem);
                await HttpAnswer.ProblemAsync(context, problem);
                return;
            }

            var id = Guid.TryParse(context.Request.RouteValues["id"] as string, out var named) ? named : Guid.Empty;
            var told = await report.RunAsync(asker.Caller.ToActor(asker.Address, asker.Trace), new CredentialId(id), at, context.RequestAborted);
            if (told.Succeeded)
                context.Response.StatusCode = StatusCodes.Status204NoContent;
            else
                await HttpAnswer.ProblemAsync(context, told.Refusal.Code == "not_found"
                    ? new(404, "urn:nhiportal:error:unknown_credential", "There is no such credential for this caller", "Nothing of that id belongs to this caller.")
                    : Problem.InvalidRequest(told.Refusal.Sentence, told.Refusal.Code));
        }
    }
}
