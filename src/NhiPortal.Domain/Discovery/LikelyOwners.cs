namespace NhiPortal.Domain.Discovery;

/// <summary>Finds the person a target's free text means: by mail address first, by full name otherwise, and nobody when it could be two.</summary>
public sealed class LikelyOwners
{
    private static readonly char[] Around = [' ', ',', ';', ':', '<', '>', '(', ')', '[', ']', '"', '\'', '\t', '\n', '|', '/'];
    private readonly Dictionary<string, PersonId?> byMail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PersonId?> byName = new(StringComparer.OrdinalIgnoreCase);

    public LikelyOwners(IEnumerable<(PersonId Id, string Name, string Mail)> people)
    {
        foreach (var (id, name, mail) in people)
        {
            byMail[mail] = byMail.ContainsKey(mail) ? null : id;
            byName[name] = byName.ContainsKey(name) ? null : id;
        }
    }

    public PersonId? Of(string? hint)
    {
        if (hint is null)
            return null;
        foreach (var word in hint.Split(Around, StringSplitOptions.RemoveEmptyEntries))
            if (word.Contains('@', StringComparison.Ordinal) && byMail.TryGetValue(word.TrimEnd('.'), out var mailed))
                return mailed;
        foreach (var part in hint.Split([';', ',', '(', ')', '<', '>', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (byName.TryGetValue(part, out var named))
                return named;
        return null;
    }
}
