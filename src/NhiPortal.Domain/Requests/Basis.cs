using System.Security.Cryptography;
using System.Text.Json;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Requests;

/// <summary>Where a fact comes from, and with it who can have changed it.</summary>
public enum BasisPart
{
    Integration,
    Target,
    Owners,
    Policy,
}

/// <summary>One fact an answer rests on: its name, how it reads, and what tells it from another where the words do not.</summary>
public sealed record BasisFact(BasisPart Part, string Name, string Value, string? Key = null)
{
    public string Identity => Key ?? Value;
}

/// <summary>One fact that is not what it was; nothing where it did not exist.</summary>
public sealed record BasisChange(BasisPart Part, string Name, string? Before, string? After)
{
    private const int Shown = 300, Around = 80;

    /// <summary>Who changed it, as far as the record tells.</summary>
    public string? By { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>Of long texts, the part where they begin to differ.</summary>
    internal static BasisChange Of(BasisFact fact, string? before, string? after)
    {
        var same = before.AsSpan().CommonPrefixLength(after);
        var from = Math.Max(before?.Length ?? 0, after?.Length ?? 0) <= Shown ? 0 : Math.Max(0, same - Around);
        return new(fact.Part, fact.Name, Excerpt(before, from), Excerpt(after, from));
    }

    private static string? Excerpt(string? text, int from)
    {
        if (text is null || (from == 0 && text.Length <= Shown))
            return text;
        var kept = Text.Kept(text[Math.Min(from, text.Length)..], Shown);
        return $"{(from > 0 ? "…" : "")}{kept}{(from + kept.Length < text.Length ? "…" : "")}";
    }
}

/// <summary>What an answer rests on besides the exact action: the integration's definition, what it acts on, the owners, and what the policy demands.</summary>
public sealed record Basis(IReadOnlyList<BasisFact> Facts)
{
    /// <summary>Lower-case hex SHA-256 over the RFC 8785 form of what tells the facts apart; how they read is not in it.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.ToBytes(JsonSerializer.SerializeToUtf8Bytes(
        Facts.Select(fact => new[] { fact.Part.ToString(), fact.Name, fact.Identity })))));

    /// <summary>
    /// What is different today. An empty seat is no other owner: it bars everything by itself, and whoever takes it is
    /// compared then. Owners who answered nothing yet are not part of what was answered.
    /// </summary>
    public IReadOnlyList<BasisChange> ChangesTo(Basis today, bool answered)
    {
        var (before, after) = (Facts.ToDictionary(Name), today.Facts.ToDictionary(Name));
        return [.. Facts.Concat(today.Facts).Select(Name).Distinct()
            .Select(name => (Was: before.GetValueOrDefault(name), Is: after.GetValueOrDefault(name)))
            .Where(fact => fact.Was?.Identity != fact.Is?.Identity && ((fact.Was ?? fact.Is)!.Part != BasisPart.Owners || (answered && fact.Is is not null)))
            .Select(fact => BasisChange.Of((fact.Was ?? fact.Is)!, fact.Was?.Value, fact.Is?.Value))];
    }

    private static (BasisPart, string) Name(BasisFact fact) => (fact.Part, fact.Name);
}
