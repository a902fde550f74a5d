namespace NhiPortal.Domain;

/// <summary>The short name of a thing in addresses, files and calls: given once, never changed.</summary>
public static class Keys
{
    public const int Shortest = 3;

    // Words the portal's own addresses use in a key's place.
    private static readonly string[] Taken = ["new", "import"];

    /// <summary>The key, trimmed, or why it is none.</summary>
    public static Result<string> Read(string? text, string field = "The key")
    {
        var key = text?.Trim() ?? "";
        if (key.Length == 0)
            return new Refusal("missing", $"{field} is missing.");
        if (key.Length is < Shortest or > Text.Key)
            return new Refusal("key_length", $"{field} has {key.Length} characters; it needs {Shortest} to {Text.Key}.");
        if (!key.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-') || key[0] == '-' || key[^1] == '-')
            return new Refusal("key_letters", $"{field} may hold a to z in lower case, digits and hyphens between them.");
        return Taken.Contains(key) ? new Refusal("key_taken", $"{field} cannot be “{key}”; the portal uses that word itself.") : key;
    }
}
