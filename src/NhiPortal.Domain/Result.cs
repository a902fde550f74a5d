using System.Diagnostics.CodeAnalysis;

namespace NhiPortal.Domain;

/// <summary>An expected "no": a stable code for machines and tests, and a sentence that tells a person what to do.</summary>
public sealed record Refusal(string Code, string Sentence);

/// <summary>Nothing to hand back but success.</summary>
public readonly record struct Done;

/// <summary>Either what was asked for, or the <see cref="Domain.Refusal"/> that explains why not.</summary>
public sealed class Result<T>
{
    private readonly T? value;

    internal Result(T? value, Refusal? refusal) => (this.value, Refusal) = (value, refusal);

    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    public Refusal? Refusal { get; }

    /// <summary>The value of a success; asking a refusal for it is a bug and throws.</summary>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>Makes results where the compiler cannot tell a value from a refusal.</summary>
public static class Result
{
    public static Result<T> Ok<T>(T value) => new(value, null);
}
