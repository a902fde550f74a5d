using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Evidence;

/// <summary>A file of the package and what its bytes hash to.</summary>
public sealed record EvidenceFile(string Name, EvidenceDigest Digest)
{
    public static EvidenceFile Of(string name, string sha256) => new(name, new EvidenceDigest(sha256));
}

/// <summary>SHA-256, 64 lower-case hexadecimal digits.</summary>
public sealed record EvidenceDigest([property: JsonPropertyName("sha256")] string Sha256);

/// <summary>What a package says about itself: whose log, which period, how many events, and under which checkpoint.</summary>
public sealed record EvidenceContents
{
    public required int Format { get; init; }
    public required string Package { get; init; }
    public required string Log { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset Until { get; init; }

    /// <summary>What it is narrowed to, in words.</summary>
    public required string Scope { get; init; }

    /// <summary>Narrowed to nothing but the period: whoever asked could see every tenant and left nothing out.</summary>
    public required bool Whole { get; init; }

    /// <summary>The framework whose controls it tells of; absent where it tells of every one.</summary>
    public string? Framework { get; init; }

    /// <summary>The access review it is narrowed to, by name and id.</summary>
    public string? Campaign { get; init; }

    /// <summary>It is an archive: every event of the log from its first leaf to its last, none left out between.</summary>
    public bool? Archive { get; init; }

    /// <summary>How many events at the log's beginning were archived when it was built: the package holds none of them.</summary>
    public long? ArchivedEvents { get; init; }

    /// <summary>When the newest of those happened.</summary>
    public DateTimeOffset? ArchivedUntil { get; init; }

    public required DateTimeOffset AskedAt { get; init; }
    public required string AskedBy { get; init; }
    public required string Reason { get; init; }
    public required long TreeSize { get; init; }
    public required long LatestSize { get; init; }
    public required EvidenceCounts Counts { get; init; }
}

/// <summary>Counted while the package was written, and again by whoever verifies it.</summary>
public sealed record EvidenceCounts
{
    public required long Events { get; init; }
    public required long Actions { get; init; }

    /// <summary>Actions that name both a workload identity and a human approver.</summary>
    public required long Attributed { get; init; }

    public required long FirstLeaf { get; init; }
    public required long LastLeaf { get; init; }

    /// <summary>Leaves between the first and the last event that the package names by hash only.</summary>
    public required long LeftOut { get; init; }
}

/// <summary>The package's manifest as an in-toto statement: its files as subjects, its contents as predicate.</summary>
public sealed record EvidenceStatement
{
    public const string StatementType = "https://in-toto.io/Statement/v1", Predicate = "urn:nhiportal:evidence-package:1";
    public const int Format = 1;

    [JsonPropertyName("_type")]
    public required string Type { get; init; }

    public required IReadOnlyList<EvidenceFile> Subject { get; init; }
    public required string PredicateType { get; init; }

    [JsonPropertyName("predicate")]
    public required EvidenceContents Contents { get; init; }

    public static EvidenceStatement Of(IEnumerable<EvidenceFile> files, EvidenceContents contents) => new()
    {
        Type = StatementType, PredicateType = Predicate, Contents = contents, Subject = [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)],
    };

    public byte[] ToCanonicalBytes() => CanonicalJson.ToBytes(JsonSerializer.SerializeToUtf8Bytes(this, EvidenceJson.Default.EvidenceStatement));

    /// <summary>False for anything but the exact bytes <see cref="ToCanonicalBytes"/> writes of a statement of this kind.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out EvidenceStatement? statement)
    {
        statement = null;
        try
        {
            var read = JsonSerializer.Deserialize(bytes, EvidenceJson.Default.EvidenceStatement);
            if (read is not { Type: StatementType, PredicateType: Predicate, Contents.Format: Format } || !read.ToCanonicalBytes().AsSpan().SequenceEqual(bytes))
                return false;
            statement = read;
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            return false;
        }
    }
}

/// <summary>The statement's JSON shape: camel-case members, nothing written for what is absent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EvidenceStatement))]
public sealed partial class EvidenceJson : JsonSerializerContext;
