using System.Text.RegularExpressions;

namespace NhiPortal.Domain.Credentials;

/// <summary>
/// Keeps secrets out: a text about a credential that looks like one itself is refused, and neither kept nor repeated.
/// It errs on the safe side; whoever means a name can write the name.
/// </summary>
public static partial class SecretLooks
{
    private const int ShortestKey = 20, ShortestHex = 40;
    private const double Disorder = 3.6;

    /// <summary>The cleaned text, or why it is not taken.</summary>
    public static Result<string> Read(string? text, string field, int longest, int shortest = 1)
    {
        var read = Text.Required(text, field, longest, shortest);
        return !read.Succeeded || !IsOne(read.Value) ? read : Found(field);
    }

    public static Result<string?> ReadOptional(string? text, string field, int longest)
    {
        var read = Text.Optional(text, field, longest);
        return read is { Succeeded: true, Value: { } words } && IsOne(words) ? Found(field) : read;
    }

    public static bool IsOne(string text) => Known().IsMatch(text) || text.Split(Between, StringSplitOptions.RemoveEmptyEntries).Any(IsKey);

    private static readonly char[] Between = [' ', '\t', '\n', '/', '\\', ',', ';', ':', '(', ')', '<', '>', '[', ']', '"', '\'', '|', '?', '&', '@'];

    private static Refusal Found(string field) =>
        new("looks_secret", $"{field} looks like a secret itself. The portal never keeps one: write where it is kept, such as kv-prod/hr-sync, and change the secret if it has been seen.");

    /// <summary>Long, without a word in it, and of many kinds of characters: what people never type by hand.</summary>
    private static bool IsKey(string word)
    {
        if (word.Length < ShortestKey)
            return false;
        if (word.Length >= ShortestHex && word.All(char.IsAsciiHexDigit))
            return true;
        // Names are words one after the other, with hyphens or capitals between; a key changes at every turn.
        word = string.Concat(word.Where(char.IsAsciiLetterOrDigit));
        var (upper, lower, digit) = (word.Any(char.IsAsciiLetterUpper), word.Any(char.IsAsciiLetterLower), word.Any(char.IsAsciiDigit));
        return upper && lower && digit && Entropy(word) > Disorder && Turns(word) * 4 > word.Length;
    }

    private static double Entropy(string word) => -word.GroupBy(letter => letter).Sum(group => (double)group.Count() / word.Length * Math.Log2((double)group.Count() / word.Length));

    /// <summary>How often the kind of character changes, but for a capital that begins a word.</summary>
    private static int Turns(string word)
    {
        static int Kind(char letter) => char.IsAsciiLetterUpper(letter) ? 1 : char.IsAsciiLetterLower(letter) ? 2 : 3;
        return word.Zip(word.Skip(1)).Count(pair => Kind(pair.First) != Kind(pair.Second) && (Kind(pair.First), Kind(pair.Second)) != (1, 2));
    }

    [GeneratedRegex(
        @"-----BEGIN|\beyJ[\w-]{8,}\.[\w-]+\.|\bAKIA[0-9A-Z]{12,}|\bgh[pousr]_\w{16,}|\bgithub_pat_|\bglpat-|\bxox[abeprs]-|\bsk[-_](live|test|proj|ant)[-_]|\bAIza[\w-]{20,}|\bhv[sbr]\.\w{16,}|\bnpm_\w{20,}|\b\w{3}8Q~|://[^/\s:@]+:[^/\s@]+@|\b(password|passwd|pwd|secret|token|api[_-]?key|accountkey|sharedaccesskey)\s*[=:]\s*\S{6,}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 200)]
    private static partial Regex Known();
}
