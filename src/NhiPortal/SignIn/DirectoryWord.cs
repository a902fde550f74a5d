using NhiPortal.Domain;

namespace NhiPortal.SignIn;

/// <summary>What a sign-in directory says about somebody who has just proved who they are.</summary>
public sealed record DirectoryWord
{
    public required string ObjectId { get; init; }

    /// <summary>The directory itself (Entra <c>tid</c>); null for the development personas.</summary>
    public string? DirectoryId { get; init; }

    public required string Name { get; init; }

    public required string Mail { get; init; }

    public IReadOnlyList<Role> Roles { get; init; } = [];

    /// <summary>When they proved it; null when the directory does not say, as when an older session of its own answered.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>How it was proved, for the record: <c>entra</c> or <c>persona</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Directories allow longer names than are kept here; a cut name must not keep somebody out.</summary>
    public string KeptName => Text.Kept(Name, Text.Name) is { Length: > 0 } name ? name : ObjectId;

    public string KeptMail => Text.Kept(Mail, Text.Mail);
}
