using System.Globalization;
using NhiPortal.Domain;

namespace NhiPortal.SignIn;

/// <summary>What a sign-in directory says about somebody who has just proved who they are.</summary>
public sealed record DirectoryWord
{
    private const int LongestMail = 320;

    public required string ObjectId { get; init; }

    /// <summary>The directory itself (Entra <c>tid</c>); null for the development personas.</summary>
    public string? DirectoryId { get; init; }

    public required string Name { get; init; }

    public required string Mail { get; init; }

    public IReadOnlyList<Role> Roles { get; init; } = [];

    /// <summary>How it was proved, for the record: <c>entra</c> or <c>persona</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Directories allow longer names than are kept here; a cut name must not keep somebody out.</summary>
    public string KeptName => Cut(Name, Text.Name) is { Length: > 0 } name ? name : ObjectId;

    public string KeptMail => Cut(Mail, LongestMail);

    private static string Cut(string text, int longest)
    {
        var cleaned = Text.Optional(text, "text", int.MaxValue).Value ?? "";
        if (cleaned.Length <= longest)
            return cleaned;
        var kept = 0;
        var characters = StringInfo.GetTextElementEnumerator(cleaned);
        while (characters.MoveNext() && characters.ElementIndex + characters.GetTextElement().Length <= longest)
            kept = characters.ElementIndex + characters.GetTextElement().Length;
        return cleaned[..kept];
    }
}
