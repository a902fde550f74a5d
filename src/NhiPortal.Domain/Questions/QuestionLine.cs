namespace NhiPortal.Domain.Questions;

/// <summary>Somebody who answers for what a line tells: in which role, when, and in whose place.</summary>
public sealed record QuestionHand(string Name, string Role, DateTimeOffset? At, string? For)
{
    public override string ToString() => For is null ? $"{Name} ({Role})" : $"{Name} ({Role}, for {For})";
}

/// <summary>One thing that answers a question, as pages, files and samples show it.</summary>
public sealed record QuestionLine
{
    /// <summary>The same for the same thing, for ever: samples are drawn by it.</summary>
    public required string Subject { get; init; }

    public required DateTimeOffset At { get; init; }
    public required string What { get; init; }
    public string? Detail { get; init; }
    public string? Integration { get; init; }

    /// <summary>The integration's kind, in words.</summary>
    public string? Kind { get; init; }

    public string? Target { get; init; }

    /// <summary>The workload identity that was proved: a subject under an issuer.</summary>
    public string? Issuer { get; init; }

    public string? Workload { get; init; }
    public IReadOnlyList<QuestionHand> Hands { get; init; } = [];

    /// <summary>Where the portal shows all of it.</summary>
    public required string Href { get; init; }
}
