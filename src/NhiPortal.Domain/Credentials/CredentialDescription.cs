namespace NhiPortal.Domain.Credentials;

/// <summary>What somebody says about a credential: everything but its value.</summary>
public sealed record CredentialDescription(CredentialKind Kind, string Label, string KeptIn, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    public DateTimeOffset? LastRotatedAt { get; init; }

    /// <summary>Since when it is as it is.</summary>
    public DateTimeOffset RenewedAt => LastRotatedAt ?? IssuedAt;

    public WorkloadId? Workload { get; init; }
    public TargetId? Target { get; init; }
    public bool Shared { get; init; }
    public PersonId? BackupOwner { get; init; }

    /// <summary>The longest way ahead an end may lie, but for one that nobody has set.</summary>
    private const int FarthestYears = 40;

    /// <summary>Cleaned, or the first thing that is wrong with it.</summary>
    public Result<CredentialDescription> Checked(DateTimeOffset now)
    {
        var label = SecretLooks.Read(Label, "The name", Text.Name);
        var keptIn = SecretLooks.Read(KeptIn, "Where it is kept", Text.Resource);
        if ((label.Refusal ?? keptIn.Refusal) is { } refused)
            return refused;
        if (!Enum.IsDefined(Kind))
            return new Refusal("unknown_kind", "Choose a kind from the list.");
        if (IssuedAt > now.AddDays(1))
            return new Refusal("issued_ahead", "It cannot have been issued after today.");
        if (ExpiresAt <= IssuedAt)
            return new Refusal("ends_first", "Its end lies before the day it was issued.");
        if (ExpiresAt != Credential.Never && ExpiresAt > now.AddYears(FarthestYears))
            return new Refusal("ends_late", $"Its end lies more than {FarthestYears} years ahead. If nobody has set one, leave it empty.");
        if (LastRotatedAt < IssuedAt || LastRotatedAt > now.AddDays(1))
            return new Refusal("rotated_when", "It was last rotated between the day it was issued and today.");
        return this with { Label = label.Value, KeptIn = keptIn.Value };
    }
}
