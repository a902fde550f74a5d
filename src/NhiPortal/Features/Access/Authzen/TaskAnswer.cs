using System.Text.Json;
using System.Text.Json.Serialization;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Access.Authzen;

/// <summary>The answer about one access request: the task, and once approved, what to evaluate with (working-group draft 1).</summary>
internal sealed record TaskAnswer(TaskPart Task, ResultPart? Result)
{
    public static byte[] Write(TaskFacts facts, string baseAddress)
    {
        var steps = facts.Stages.Select(stage => stage.Order).Distinct().Count();
        var open = facts.Stages.Where(stage => stage.IsOpen).ToList();
        var answer = new TaskAnswer(
            new TaskPart
            {
                Id = facts.Id,
                Status = facts.Status.ToString().ToLowerInvariant(),
                StatusEndpoint = baseAddress + AccessPaths.Request(facts.Id),
                ExpiresAt = facts.ExpiresAt.UtcDateTime,
                CreatedAt = facts.AskedAt.UtcDateTime,
                Reason = facts.EndReason,
                Progress = open.Count == 0 ? null : new ProgressPart(
                    facts.Stages.Select(stage => stage.Order).Distinct().Order().ToList().IndexOf(open[0].Order) + 1, steps,
                    string.Join(" and ", open.Select(stage => stage.Role.Title())), [.. open.Select(stage => stage.Role.Token())]),
                Links = new LinksPart(
                    $"{baseAddress}/inbox/{facts.Id}", $"{baseAddress}/requests/{facts.Id}",
                    facts.Status == RequestStatus.Pending ? baseAddress + AccessPaths.Cancel(facts.Id) : null),
                Question = facts.Question is { } question ? new QuestionPart(question.Words, question.AskedAt.UtcDateTime, baseAddress + AccessPaths.Answer(facts.Id)) : null,
                Changed = facts.Changed.Count == 0 ? null : facts.Changed,
                Display = new DisplayPart(facts.Sentence),
            },
            facts.Grant is { Ended: null } grant ? new ResultPart("reevaluate", new ApprovalPart(grant.Id, grant.Until.UtcDateTime, grant.From.UtcDateTime)) : null);
        return JsonSerializer.SerializeToUtf8Bytes(answer, TaskJson.Default.TaskAnswer);
    }
}

internal sealed record TaskPart
{
    public required Guid Id { get; init; }
    public required string Status { get; init; }
    public required string StatusEndpoint { get; init; }
    public required DateTime ExpiresAt { get; init; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>Why it ended, in the words of whoever ended it.</summary>
    public string? Reason { get; init; }

    public ProgressPart? Progress { get; init; }
    /// <summary>An approver's question, a member of the portal's own; answered by posting to its endpoint.</summary>
    public QuestionPart? Question { get; init; }

    /// <summary>What changed since it was first asked, a member of the portal's own: it came back to its owners for that.</summary>
    public IReadOnlyList<string>? Changed { get; init; }

    public required LinksPart Links { get; init; }
    public required DisplayPart Display { get; init; }
}

internal sealed record ProgressPart(int CurrentStep, int TotalSteps, string StepName, IReadOnlyList<string> Awaiting);

internal sealed record QuestionPart(string Text, DateTime AskedAt, string AnswerEndpoint);

internal sealed record LinksPart(string Review, string Ticket, string? Cancel);

internal sealed record DisplayPart(string Message);

internal sealed record ResultPart(string Mode, ApprovalPart Approval);

internal sealed record ApprovalPart(Guid Id, DateTime ApprovedUntil, DateTime ApprovedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskAnswer))]
internal sealed partial class TaskJson : JsonSerializerContext;
