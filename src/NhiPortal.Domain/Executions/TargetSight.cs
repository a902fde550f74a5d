using System.Security.Cryptography;
using System.Text.Json;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Executions;

/// <summary>What a target showed about one account at one moment before anything was decided, or why it showed nothing.</summary>
public sealed record TargetSight
{
    /// <summary>What is to become so; the group is the one that the target's settings name.</summary>
    public required TargetChange About { get; init; }

    public TargetState? Shown { get; init; }

    /// <summary>Why nothing is shown.</summary>
    public string? Fault { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Somebody had it before them as they answered; else it was read as they answered.</summary>
    public bool OnScreen { get; init; }

    public string Words => Shown is { } shown ? InWords(shown) : $"not read: {Fault}";

    /// <summary>Lower-case hex SHA-256 over the RFC 8785 form of everything that was shown.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.ToBytes(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
    {
        ["account"] = About.Account,
        ["at"] = At.ToString("O"),
        ["enabled"] = Shown?.Enabled,
        ["exists"] = Shown?.Exists,
        ["fault"] = Fault,
        ["held"] = About.Member is null ? null : About.Held.ToString(),
        ["holder"] = About.Member is null ? null : About.Holder,
        ["id"] = Shown?.Id,
        ["member"] = About.Member is null ? null : Shown?.Member,
        ["until"] = Shown?.Until?.ToString("O"),
    }))));

    /// <summary>Whether the account may be used is worth saying here, also where it is not what is to change.</summary>
    public string InWords(TargetState state) => state.Words(About with { Enabled = About.Enabled ?? true });
}
