using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Grants;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Requests;

/// <summary>A person by name, and whether the directory still knows them.</summary>
public sealed record NamedPerson(Guid Id, string Name, bool Active);

/// <summary>Who asks: the integration, the identity it proved, and the people behind this run.</summary>
public sealed record AskedBy(Guid Integration, string Key, string Name, IntegrationKind Kind, string Issuer, string Subject)
{
    public NamedPerson? StartedBy { get; init; }
    public NamedPerson? RequestedBy { get; init; }
    public string? Session { get; init; }
}

/// <summary>Exactly what is asked, and where.</summary>
public sealed record AskedWhat(string Action, string? Title, RiskLevel Risk, string ResourceType, string ResourceId, string Hash)
{
    public required IReadOnlyList<AskedValue> Values { get; init; }
    public required ActionWording Wording { get; init; }
    public required Guid Target { get; init; }
    public required string TargetKey { get; init; }
    public required string TargetName { get; init; }

    /// <summary>The kind of connector the target has; null when it has none.</summary>
    public string? Connector { get; init; }

    /// <summary>The connector can show what the action would change.</summary>
    public bool IsReadable { get; init; }
}

/// <summary>One person's answer as the record keeps it.</summary>
public sealed record DecisionView(string Person, OwnerRole Role, Verdict Verdict, int? Minutes, string? Reason, DateTimeOffset At)
{
    /// <summary>Whose role it was, where a stand-in decided.</summary>
    public string? For { get; init; }

    /// <summary>Given alone, in an emergency.</summary>
    public bool ByBreakGlass { get; init; }

    /// <summary>The role as the record reads it: "as system owner for Ian", or "alone, by break-glass".</summary>
    public string As => $"{(ByBreakGlass ? "alone, by break-glass" : $"as {Role.InSentence()}")}{(For is null ? "" : $" for {For}")}";
}

/// <summary>Where one stage of a request stands.</summary>
public enum StageState
{
    Open,
    Later,
    Done,
    Refused,
    NotAnswered,
}

/// <summary>That a stage was not answered was told on: when, to whom, and after how long.</summary>
public sealed record EscalationView(DateTimeOffset At, string To, int WaitedMinutes);

/// <summary>Somebody whose role another holds for a while: until when, and who.</summary>
public sealed record AwayView(string Person, DateTimeOffset Until, string Instead);

/// <summary>One stage: who answered, and while it waits, who can and who is kept from it.</summary>
public sealed record StageView(int Number, int Order, OwnerRole Role, int Quorum, StageState State)
{
    /// <summary>Who of them is away now.</summary>
    public IReadOnlyList<AwayView> Away { get; init; } = [];

    public IReadOnlyList<DecisionView> Decisions { get; init; } = [];
    public IReadOnlyList<string> Able { get; init; } = [];
    public IReadOnlyList<(string Person, string Why)> Barred { get; init; } = [];
    public IReadOnlyList<EscalationView> Escalations { get; init; } = [];

    /// <summary>When IAM staff began to be told that nobody may answer it; null while somebody may.</summary>
    public DateTimeOffset? NobodySince { get; init; }
}

/// <summary>One fact to weigh before answering.</summary>
public sealed record WeighedFact(string Words, Tone Tone);

/// <summary>An earlier ask for the same action on the same resource by the same integration.</summary>
public sealed record EarlierAsk(Guid Id, DateTimeOffset AskedAt, RequestStatus Status, bool SameParameters, string? DecidedBy);

/// <summary>What became of the same ask before: how often each way, and the newest few.</summary>
public sealed record AskHistory(IReadOnlyDictionary<RequestStatus, int> Counts, IReadOnlyList<EarlierAsk> Newest)
{
    public int Total => Counts.Values.Sum();
}

/// <summary>The grant a request led to.</summary>
public sealed record GrantView(Guid Id, GrantStatus Status, DateTimeOffset From, DateTimeOffset Until, GrantUse Use, int? UseLimit)
{
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndedBy { get; init; }
    public string? EndReason { get; init; }
}

/// <summary>What an approver asked back, and what was answered.</summary>
public sealed record QuestionView(string AskedBy, DateTimeOffset AskedAt, string Words, string? Answer, string? AnsweredBy, DateTimeOffset? AnsweredAt);

/// <summary>The standing pre-approval something was granted under.</summary>
public sealed record UnderView(Guid Id, string Name);

/// <summary>What this viewer may do: the role they would answer in, or why not; and what bars approving as it stands.</summary>
public sealed record MyTurn(OwnerRole? Role, Refusal? Why, Refusal? Stale, bool MayCancel)
{
    /// <summary>Who lends them the role, where it is not their own.</summary>
    public string? For { get; init; }

    /// <summary>Why they must sign in again before deciding.</summary>
    public Refusal? SignInAgain { get; init; }

    /// <summary>The open question is theirs to answer.</summary>
    public bool MayAnswer { get; init; }
}

/// <summary>One request with everything a person needs to decide it, and to understand afterwards how it was decided.</summary>
public sealed record RequestDetail
{
    public required Guid Id { get; init; }
    public required RequestStatus Status { get; init; }
    public required string? EndReason { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }
    public required AskedBy By { get; init; }
    public required AskedWhat What { get; init; }
    public required string Justification { get; init; }
    public required string? Ticket { get; init; }
    /// <summary>Set where not one action is asked for but a standing pre-approval of many.</summary>
    public StandingTerms? Terms { get; init; }

    /// <summary>The standing pre-approval that answered it.</summary>
    public UnderView? Under { get; init; }

    /// <summary>The portal is to carry it out itself, and take it back.</summary>
    public bool Brokered { get; init; }

    /// <summary>What becomes of it on the target when the grant ends.</summary>
    public string? AtTheEnd => Brokered ? Execution?.AtTheEnd ?? Meant?.WordsAtTheEnd(null) : null;

    /// <summary>What it means on the target; null for what no connector carries out.</summary>
    public TargetChange? Meant { get; init; }

    /// <summary>What it did on the target, once there is a grant.</summary>
    public ExecutionView? Execution { get; init; }

    /// <summary>What the target showed to whoever approved last.</summary>
    public TargetSight? Saw { get; init; }

    public required int RequestedMinutes { get; init; }
    public required int LongestMinutes { get; init; }
    public required int? UseLimit { get; init; }
    public required bool NeedsTypedConfirmation { get; init; }
    public required int PolicyVersion { get; init; }
    public required string PolicyRule { get; init; }
    public required string? PolicyWords { get; init; }
    public required IReadOnlyList<StageView> Stages { get; init; }
    public required IReadOnlyList<WeighedFact> Risks { get; init; }
    public required AskHistory History { get; init; }
    public required IReadOnlyList<QuestionView> Questions { get; init; }
    public required GrantView? Grant { get; init; }
    public required MyTurn Mine { get; init; }

    /// <summary>A question waits for its answer, and the clock stands still.</summary>
    public QuestionView? OpenQuestion => Status == RequestStatus.Pending ? Questions.FirstOrDefault(question => question.AnsweredAt is null) : null;

    /// <summary>The viewer hears of whatever becomes of it.</summary>
    public bool Watched { get; init; }

    /// <summary>How many people do.</summary>
    public int Watchers { get; init; }

    /// <summary>Why it waits again, where it came back.</summary>
    public CameBack? Came { get; init; }

    /// <summary>The request that asks the same again, where this one was returned or its grant ended by a change.</summary>
    public Guid? AskedAgain { get; init; }

    /// <summary>The answer that no stage counts, where somebody broke the glass.</summary>
    public DecisionView? Alone { get; init; }

    public IEnumerable<DecisionView> Decisions => Stages.SelectMany(stage => stage.Decisions).Concat(Alone is null ? [] : [Alone]).OrderBy(decision => decision.At);
}
