using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access.Authzen;
using NhiPortal.Features.Access.Deciding;
using NhiPortal.Features.Access.Http;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Access;

/// <summary><c>GET /access/v1/requests/{id}</c>, waiting for news if asked to, and <c>POST …/cancel</c> and <c>…/answer</c>.</summary>
internal sealed class TaskEndpoint(CallerGate gate, TaskQuery tasks, CancelRequest cancelling, AnswerQuestion answering, AttemptRecord attempts, ChangeFeed feed, IHostApplicationLifetime lifetime, TimeProvider time, PortalSettings settings)
{
    public const string RetryAfter = "5";
    private const int LongestWait = 30;

    public async Task GetAsync(HttpContext context)
    {
        if (await gate.AdmitAsync(context) is not { } asker)
            return;
        if (!TryReadWait(context.Request, out var wait))
        {
            await HttpAnswer.ProblemAsync(context, Problem.InvalidRequest($"wait must be a whole number of seconds from 0 to {LongestWait}.", "wait"));
            return;
        }

        var baseAddress = HttpAnswer.BaseAddress(context, settings);
        var known = context.Request.Headers.IfNoneMatch.ToString();
        using var news = new News(feed, Id(context));
        var until = time.GetUtcNow() + wait;
        while (true)
        {
            if (await FindAsync(context, asker) is not { } task)
            {
                await HttpAnswer.ProblemAsync(context, AskErrors.UnknownTask);
                return;
            }

            // It came back as another request: from now on that one's changes are news.
            if (task.Id != news.Request)
            {
                news.Request = task.Id;
                continue;
            }

            var json = TaskAnswer.Write(task, baseAddress);
            var tag = $"\"{Base64Url.EncodeToString(SHA256.HashData(json).AsSpan(0, 12))}\"";
            var left = until - time.GetUtcNow();
            var isNews = known.Length > 0 && known != tag;
            if (task.Status == RequestStatus.Pending && !isNews && left > TimeSpan.Zero && !lifetime.ApplicationStopping.IsCancellationRequested)
            {
                var ends = task.ExpiresAt - time.GetUtcNow();
                await news.WaitAsync(left < ends ? left : ends, time, context.RequestAborted, lifetime.ApplicationStopping);
                continue;
            }

            await WriteAsync(context, task, json, tag, known == tag);
            return;
        }
    }

    public Task CancelAsync(HttpContext context) => ActAsync(context, "request.cancel.refused", body =>
    {
        var shape = new Shape();
        string?[] said = body is null ? [] : [shape.OptionalText(body.Root, "reason"u8), shape.OptionalText(body.Root, "comment"u8)];
        var reason = string.Join(": ", said.Where(part => !string.IsNullOrWhiteSpace(part)));
        return (shape.Fault, (actor, id) => cancelling.RunAsync(actor, id, reason.Length == 0 ? "Withdrawn by the caller." : reason, context.RequestAborted));
    });

    public Task AnswerAsync(HttpContext context) => ActAsync(context, "request.answer.refused", body =>
    {
        var shape = new Shape();
        var answer = body is null ? null : shape.OptionalText(body.Root, "answer"u8);
        return (shape.Fault, (actor, id) => answering.RunAsync(actor, id, answer ?? "", context.RequestAborted));
    });

    /// <summary>What a caller does to a request of its own; answered with the task as it then stands.</summary>
    private async Task ActAsync(HttpContext context, string refused, Func<JsonBody?, (string? Fault, Func<Actor, RequestId, Task<Result<Done>>> Act)> read)
    {
        if (await gate.AdmitAsync(context) is not { } asker)
            return;
        var (body, problem) = await JsonBody.ReadAsync(context.Request, mayBeEmpty: true, context.RequestAborted);
        using (body)
        {
            var (malformed, act) = read(body);
            problem ??= malformed is { } fault ? Problem.InvalidRequest(fault, "malformed") : null;
            if (problem is not null)
            {
                await attempts.RecordAsync(asker, refused, problem);
                await HttpAnswer.ProblemAsync(context, problem);
                return;
            }

            var id = asker.Caller.IsWorkload ? await tasks.NewestAsync(new WorkloadId(asker.Caller.Id), Id(context), context.RequestAborted) : Id(context);
            var done = await act(asker.Caller.ToActor(asker.Address, asker.Trace), new RequestId(id));
            if (!done.Succeeded)
                await HttpAnswer.ProblemAsync(context, AskErrors.Of(done.Refusal));
            else if (await FindAsync(context, asker) is { } task)
                await HttpAnswer.JsonAsync(context, StatusCodes.Status200OK, TaskAnswer.Write(task, HttpAnswer.BaseAddress(context, settings)));
            else
                await HttpAnswer.ProblemAsync(context, AskErrors.UnknownTask);
        }
    }

    private static Task WriteAsync(HttpContext context, TaskFacts task, byte[] json, string tag, bool unchanged)
    {
        context.Response.Headers.ETag = tag;
        // A cache of the caller's own may keep it, as long as it asks each time.
        context.Response.Headers.CacheControl = "private, no-cache";
        if (task.Status == RequestStatus.Pending)
            context.Response.Headers.RetryAfter = RetryAfter;
        if (!unchanged)
            return HttpAnswer.JsonAsync(context, StatusCodes.Status200OK, json);
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    // An enforcement point asks for nothing, so no request is its own.
    private async Task<TaskFacts?> FindAsync(HttpContext context, Asker asker) =>
        asker.Caller.IsWorkload ? await tasks.RunAsync(new WorkloadId(asker.Caller.Id), Id(context), context.RequestAborted) : null;

    // An id that is no Guid is nobody's request; the query finds nothing and says so in the same words.
    private static Guid Id(HttpContext context) => Guid.TryParse(context.Request.RouteValues["id"] as string, out var id) ? id : Guid.Empty;

    private static bool TryReadWait(HttpRequest request, out TimeSpan wait)
    {
        var text = request.Query["wait"].ToString();
        var valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        wait = TimeSpan.FromSeconds(Math.Min(seconds, LongestWait));
        return valid || text.Length == 0;
    }
}
