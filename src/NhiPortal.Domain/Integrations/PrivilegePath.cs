namespace NhiPortal.Domain.Integrations;

/// <summary>One action an integration may ask for on one target, within a resource pattern: the trust boundary.</summary>
public sealed class PrivilegePath
{
    private PrivilegePath() { }

    public PathId Id { get; private set; }
    public IntegrationId IntegrationId { get; private set; }
    public TargetId TargetId { get; private set; }
    public string ActionName { get; private set; } = "";

    /// <summary>Exact resource id, with <c>*</c> standing for any run of characters.</summary>
    public string ResourcePattern { get; private set; } = "*";

    public DateTimeOffset ApprovedAt { get; private set; }
    public DateTimeOffset? RemovedAt { get; private set; }

    public static PrivilegePath Create(IntegrationId integration, TargetId target, string action, string pattern, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<PathId>(now),
        IntegrationId = integration,
        TargetId = target,
        ActionName = action,
        ResourcePattern = pattern,
        ApprovedAt = now,
    };

    /// <summary>More wildcards than this say nothing that a person could check.</summary>
    public const int MostWildcards = 8;

    /// <summary>A path as somebody asks for it, within bounds.</summary>
    public static Result<PrivilegePath> Open(Integration integration, TargetId target, string action, string? pattern, DateTimeOffset now)
    {
        if (integration.Status == IntegrationStatus.Retired)
            return new Refusal("retired", $"{integration.Name} is retired; it gets no new paths.");
        var read = ReadPattern(pattern);
        return read.Succeeded ? Create(integration.Id, target, action, read.Value, now) : read.Refusal;
    }

    /// <summary>The pattern, trimmed, or why it is none.</summary>
    public static Result<string> ReadPattern(string? text)
    {
        var pattern = Text.Required(text, "The resource pattern", Text.Resource);
        if (!pattern.Succeeded)
            return pattern.Refusal;
        if (pattern.Value.AsSpan().ContainsAny('\n', '\t'))
            return new Refusal("pattern_lines", "A resource pattern is one line.");
        if (pattern.Value.Contains("**", StringComparison.Ordinal))
            return new Refusal("pattern_stars", "Two stars side by side mean the same as one; leave one out.");
        return pattern.Value.Count(letter => letter == '*') > MostWildcards
            ? new Refusal("pattern_wildcards", $"A resource pattern has at most {MostWildcards} stars.")
            : pattern.Value;
    }

    public Result<Done> Remove(DateTimeOffset now)
    {
        if (RemovedAt is not null)
            return new Refusal("already_removed", "This path is closed already.");
        RemovedAt = now;
        return default(Done);
    }

    /// <summary>Open again, as it was; false when it was closed at another time.</summary>
    public bool Reopen(DateTimeOffset removed)
    {
        if (RemovedAt != removed)
            return false;
        RemovedAt = null;
        return true;
    }

    public bool Covers(string resource) => Matches(ResourcePattern, resource);

    /// <summary>Whole-string, case-sensitive match; linear in practice, and bounded by the texts' bounded lengths.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }
}
