namespace NhiPortal.Features;

/// <summary>Search patterns for LIKE in which what a person types stands for itself.</summary>
public static class Like
{
    public const string Escape = "\\";

    /// <summary>Matches any text that holds these words as typed.</summary>
    public static string Holding(string words) => $"%{Plain(words)}%";

    /// <summary>Matches any text that begins with these words as typed.</summary>
    public static string Starting(string words) => $"{Plain(words)}%";

    private static string Plain(string words) => words.Replace(Escape, Escape + Escape).Replace("%", "\\%").Replace("_", "\\_").Replace("[", "\\[");
}
