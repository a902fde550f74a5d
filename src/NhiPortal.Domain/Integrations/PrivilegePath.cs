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
