namespace NhiPortal.Features.Audit;

/// <summary>Search patterns for LIKE in which what a person types stands for itself.</summary>
internal static class Like
{
    public const string Escape = "\\";

    /// <summary>Matches any text that holds these words as typed.</summary>
    public static string Holding(string words) => $"%{words.Replace(Escape, Escape + Escape).Replace("%", "\\%").Replace("_", "\\_").Replace("[", "\\[")}%";
}
