using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NhiPortal.SignIn.Workloads;

/// <summary>SHA-256 of a token: what is remembered instead of the token itself.</summary>
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    public static TokenHash Of(ReadOnlySpan<char> token)
    {
        Span<byte> bytes = stackalloc byte[1024];
        if (token.Length > bytes.Length)
            bytes = new byte[token.Length];
        // A token is ASCII; anything else is narrowed alike and then fails as a token.
        for (var i = 0; i < token.Length; i++)
            bytes[i] = (byte)token[i];
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..token.Length], hash);
        var words = MemoryMarshal.Cast<byte, ulong>(hash);
        return new(words[0], words[1], words[2], words[3]);
    }

    public override int GetHashCode() => A.GetHashCode();
}

/// <summary>
/// Tokens found good, until they end. Bounded: when one generation is full it becomes the old one and the one before is
/// dropped, so that a flood of tokens costs memory for two generations at most.
/// </summary>
internal sealed class ValidatedTokens
{
    private const int Generation = 20_000;
    private ConcurrentDictionary<TokenHash, (Caller Caller, DateTimeOffset Until)> young = new();
    private ConcurrentDictionary<TokenHash, (Caller Caller, DateTimeOffset Until)> old = new();
    private int count;

    public bool TryGet(TokenHash hash, DateTimeOffset now, [NotNullWhen(true)] out Caller? caller)
    {
        var found = young.TryGetValue(hash, out var entry);
        if (!found && old.TryGetValue(hash, out entry))
        {
            found = true;
            Add(hash, entry.Caller, entry.Until);
        }

        caller = found && now < entry.Until ? entry.Caller : null;
        return caller is not null;
    }

    public void Add(TokenHash hash, Caller caller, DateTimeOffset until)
    {
        young[hash] = (caller, until);
        // ConcurrentDictionary.Count takes every lock; an own count may overshoot a little and that is fine.
        if (Interlocked.Increment(ref count) < Generation)
            return;
        Interlocked.Exchange(ref count, 0);
        old = young;
        young = new();
    }

    public void Clear()
    {
        young = new();
        old = new();
        Interlocked.Exchange(ref count, 0);
    }
}
